package dev.facet.server;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory Linux lets this process map, in bytes. */
final class AddressSpace {

  private static final int RLIMIT_AS = 9;
  private static final Pattern SIZE = Pattern.compile("(?m)^VmSize:\\s+(\\d+) kB$");

  private AddressSpace() {}

  /**
   * Lets this process map so much more than it has, and no more.
   *
   * @return the limit before
   */
  static long limitTo(long more) {
    long before = limits().getLong(0);
    set(size() + more);
    return before;
  }

  /** Sets the limit; that of the superuser stays. */
  static void set(long bytes) {
    Memory limits = limits();
    limits.setLong(0, bytes);
    call("setrlimit", limits);
  }

  private static Memory limits() {
    Memory limits = new Memory(2 * Long.BYTES);
    call("getrlimit", limits);
    return limits;
  }

  private static void call(String function, Memory limits) {
    Function called = Function.getFunction(Platform.C_LIBRARY_NAME, function);
    int outcome = called.invokeInt(new Object[] {RLIMIT_AS, limits});
    if (outcome != 0) {
      throw new IllegalStateException(function + ": " + outcome);
    }
  }

  private static long size() {
    try {
      Matcher matcher = SIZE.matcher(Files.readString(Path.of("/proc/self/status")));
      if (!matcher.find()) {
        throw new IllegalStateException("no VmSize");
      }
      return 1024 * Long.parseLong(matcher.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

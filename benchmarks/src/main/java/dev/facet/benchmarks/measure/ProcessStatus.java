package dev.facet.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Linux says of a process; elsewhere, and of one that has ended, nothing.
 *
 * @param resident bytes of it in the machine's memory
 * @param peak the most of them since it began
 * @param threads those of the engine and the JVM included
 * @param handles open files and sockets
 */
public record ProcessStatus(
    OptionalLong resident, OptionalLong peak, OptionalLong threads, OptionalLong handles) {

  private static final Path PROC = Path.of("/proc");
  private static final ProcessStatus NOTHING =
      new ProcessStatus(
          OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** Of this process, now. */
  public static ProcessStatus now() {
    return of(ProcessHandle.current().pid());
  }

  /** Of a process, now. */
  public static ProcessStatus of(long pid) {
    Path process = PROC.resolve(Long.toString(pid));
    try (Stream<Path> handles = Files.list(process.resolve("fd"))) {
      return parse(Files.readString(process.resolve("status")), OptionalLong.of(handles.count()));
    } catch (IOException | UncheckedIOException e) {
      return NOTHING;
    }
  }

  /** From the content of {@code /proc/PID/status}. */
  static ProcessStatus parse(String status, OptionalLong handles) {
    return new ProcessStatus(
        bytes(status, "VmRSS"),
        bytes(status, "VmHWM"),
        value(status, "Threads:\\s+(\\d+)"),
        handles);
  }

  private static OptionalLong bytes(String status, String name) {
    OptionalLong kib = value(status, name + ":\\s+(\\d+) kB");
    return kib.isPresent() ? OptionalLong.of(1024 * kib.getAsLong()) : kib;
  }

  private static OptionalLong value(String status, String line) {
    Matcher matcher = Pattern.compile("^" + line + "$", Pattern.MULTILINE).matcher(status);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}

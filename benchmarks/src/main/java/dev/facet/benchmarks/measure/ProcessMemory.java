package dev.facet.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of this process at one moment, in bytes.
 *
 * @param resident what of it is in the machine's memory, the engine's share included; empty where
 *     the system does not say it in {@code /proc/self/status}
 * @param heapUsed Java objects, those included that nothing refers to any more
 * @param heapCommitted what the Java heap has taken for itself
 */
public record ProcessMemory(OptionalLong resident, long heapUsed, long heapCommitted) {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT =
      Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);
  private static final double MIB = 1 << 20;

  /** As it is now. */
  public static ProcessMemory now() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new ProcessMemory(resident(status()), heap.getUsed(), heap.getCommitted());
  }

  private static String status() {
    try {
      return Files.isReadable(STATUS) ? Files.readString(STATUS) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The resident memory that a status says, if it does. */
  static OptionalLong resident(String status) {
    Matcher line = RESIDENT.matcher(status);
    return line.find()
        ? OptionalLong.of(Long.parseLong(line.group(1)) * 1024)
        : OptionalLong.empty();
  }

  /** In MiB; NaN where it is not known. */
  public double residentMib() {
    return resident.isPresent() ? resident.getAsLong() / MIB : Double.NaN;
  }

  /** In MiB. */
  public double heapUsedMib() {
    return heapUsed / MIB;
  }

  /** In MiB. */
  public double heapCommittedMib() {
    return heapCommitted / MIB;
  }
}

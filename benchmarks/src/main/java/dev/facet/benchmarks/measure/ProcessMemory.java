package dev.facet.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.OptionalLong;

/**
 * The memory of this process at one moment, in bytes.
 *
 * @param resident what of it is in the machine's memory, the engine's share included; empty where
 *     the system does not say it
 * @param peak the most of it since the process began; empty where the system does not say it
 * @param heapUsed Java objects, those included that nothing refers to any more
 * @param heapCommitted what the Java heap has taken for itself
 */
public record ProcessMemory(
    OptionalLong resident, OptionalLong peak, long heapUsed, long heapCommitted) {

  private static final double MIB = 1 << 20;

  /** As it is now. */
  public static ProcessMemory now() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    ProcessStatus status = ProcessStatus.now();
    return new ProcessMemory(status.resident(), status.peak(), heap.getUsed(), heap.getCommitted());
  }

  /** In MiB; NaN where it is not known. */
  public double residentMib() {
    return mib(resident);
  }

  /** In MiB; NaN where it is not known. */
  public double peakMib() {
    return mib(peak);
  }

  private static double mib(OptionalLong bytes) {
    return bytes.isPresent() ? bytes.getAsLong() / MIB : Double.NaN;
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

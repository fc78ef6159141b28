package dev.facet.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.OptionalLong;

/**
 * The memory of this process at one moment, in bytes.
 *
 * @param resident what of it is in the machine's memory, the engine's share included; empty where
 *     the system does not say it
 * @param heapUsed Java objects, those included that nothing refers to any more
 * @param heapCommitted what the Java heap has taken for itself
 */
public record ProcessMemory(OptionalLong resident, long heapUsed, long heapCommitted) {

  private static final double MIB = 1 << 20;

  /** As it is now. */
  public static ProcessMemory now() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new ProcessMemory(ProcessStatus.now().resident(), heap.getUsed(), heap.getCommitted());
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

package dev.facet.benchmarks.swap;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.measure.ProcessStatus;

/**
 * The server at a moment.
 *
 * @param seconds since the measuring began
 * @param swapping whether versions were being swapped
 * @param swaps done since the measuring began
 * @param latencies of the answers since the sample before
 * @param status of the server's process
 * @param heap bytes of the server's Java heap that were in use after its latest collection
 */
record Sample(
    double seconds,
    boolean swapping,
    int swaps,
    Percentiles latencies,
    ProcessStatus status,
    long heap) {

  private static final double MIB = 1 << 20;

  /** Resident memory in MiB; NaN where it is not known. */
  double residentMib() {
    return status.resident().isPresent() ? status.resident().getAsLong() / MIB : Double.NaN;
  }

  /** Java heap in MiB. */
  double heapMib() {
    return heap / MIB;
  }

  /** Threads; NaN where it is not known. */
  double threads() {
    return status.threads().isPresent() ? status.threads().getAsLong() : Double.NaN;
  }

  /** Open files and sockets; NaN where it is not known. */
  double handles() {
    return status.handles().isPresent() ? status.handles().getAsLong() : Double.NaN;
  }
}

package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.measure.ProcessStatus;

/**
 * The server at a moment.
 *
 * @param seconds since the load began
 * @param answered embeddings that came up to now
 * @param latencies of the regulars' answers since the sample before
 * @param status of the server's process
 * @param heap bytes that stay on its Java heap; NaN where it was not at rest
 * @param admitted faces that it has accepted and not yet answered
 * @param calls that are under way
 */
record Sample(
    double seconds,
    long answered,
    Percentiles latencies,
    ProcessStatus status,
    double heap,
    double admitted,
    double calls) {

  private static final double MIB = 1 << 20;

  double minutes() {
    return seconds / 60;
  }

  /** Resident memory in MiB; NaN where it is not known. */
  double residentMib() {
    return status.resident().isPresent() ? status.resident().getAsLong() / MIB : Double.NaN;
  }

  /** Java heap in MiB; NaN where it is not known. */
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

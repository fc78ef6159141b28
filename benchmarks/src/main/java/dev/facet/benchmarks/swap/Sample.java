package dev.facet.benchmarks.swap;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.measure.ProcessStatus;
import dev.facet.benchmarks.measure.Trend;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

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

  /** The part of the swaps in which the process settles. */
  private static final double SETTLING = 0.1;

  /**
   * Whether something grows with the swaps, the first tenth of them left out.
   *
   * @param value NaN where it is not known
   * @return empty where it is known at fewer than two numbers of swaps
   */
  static Optional<Trend> trend(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return Trend.of(
        samples.stream().filter(Sample::swapping).toList(), Sample::swaps, value, SETTLING);
  }

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

package dev.facet.benchmarks.swap;

import dev.facet.benchmarks.measure.LineFit;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Whether something grows with the swaps.
 *
 * @param start its first value
 * @param end its last value
 * @param fit the line through its values over the swaps, those of the first tenth of the swaps left
 *     out, in which the process settles
 */
record Trend(double start, double end, LineFit fit) {

  private static final double SETTLING = 0.1;

  /**
   * Of the samples that were taken while versions were swapped.
   *
   * @param value NaN where it is not known
   * @return empty where it is known at fewer than two numbers of swaps
   */
  static Optional<Trend> of(List<Sample> samples, ToDoubleFunction<Sample> value) {
    List<Sample> known =
        samples.stream()
            .filter(Sample::swapping)
            .filter(sample -> !Double.isNaN(value.applyAsDouble(sample)))
            .toList();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Sample last = known.get(known.size() - 1);
    List<Sample> settled =
        known.stream().filter(sample -> sample.swaps() >= SETTLING * last.swaps()).toList();
    double[] swaps = settled.stream().mapToDouble(Sample::swaps).toArray();
    if (settled.stream().mapToInt(Sample::swaps).distinct().count() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        new Trend(
            value.applyAsDouble(known.get(0)),
            value.applyAsDouble(last),
            LineFit.of(swaps, settled.stream().mapToDouble(value).toArray())));
  }

  /** What 100 swaps add. */
  double per100Swaps() {
    return 100 * fit.slope();
  }
}

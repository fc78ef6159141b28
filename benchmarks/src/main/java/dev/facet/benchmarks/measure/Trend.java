package dev.facet.benchmarks.measure;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Whether something grows with something else, such as memory with time.
 *
 * @param start its first value
 * @param end its last value
 * @param fit the line through its values, those from before the process settled left out
 */
public record Trend(double start, double end, LineFit fit) {

  /**
   * Of samples.
   *
   * @param x with what it may grow; ascending from 0
   * @param y what may grow; NaN where it is not known
   * @param settling part of the greatest x up to which the process settles, 0 to 1
   * @return empty where it is known at fewer than two x after that
   */
  public static <T> Optional<Trend> of(
      List<T> samples, ToDoubleFunction<T> x, ToDoubleFunction<T> y, double settling) {
    List<T> known =
        samples.stream().filter(sample -> !Double.isNaN(y.applyAsDouble(sample))).toList();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    T last = known.get(known.size() - 1);
    double settled = settling * x.applyAsDouble(last);
    List<T> counted = known.stream().filter(sample -> x.applyAsDouble(sample) >= settled).toList();
    double[] places = counted.stream().mapToDouble(x).toArray();
    if (counted.stream().mapToDouble(x).distinct().count() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        new Trend(
            y.applyAsDouble(known.get(0)),
            y.applyAsDouble(last),
            LineFit.of(places, counted.stream().mapToDouble(y).toArray())));
  }

  /** What so much more of x adds. */
  public double per(double x) {
    return x * fit.slope();
  }
}

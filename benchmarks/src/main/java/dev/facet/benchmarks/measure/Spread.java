package dev.facet.benchmarks.measure;

import java.util.Arrays;

/**
 * What repeated measurements say.
 *
 * @param median the middle one, or the mean of the middle two
 * @param least the smallest
 * @param greatest the largest
 */
public record Spread(double median, double least, double greatest) {

  /**
   * Of some values.
   *
   * @param values at least one
   */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values: none (expected: 1 or more)");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    double median = (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
    return new Spread(median, sorted[0], sorted[last]);
  }
}

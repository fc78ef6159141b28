package dev.facet.benchmarks.measure;

import java.util.Arrays;

/**
 * The straight line that is nearest to some points: least squares of the vertical distances.
 *
 * @param slope what y gains where x gains 1
 * @param intercept y where x is 0
 */
public record LineFit(double slope, double intercept) {

  /**
   * Fits a line.
   *
   * @param x at least two values, not all equal
   * @param y as many
   */
  public static LineFit of(double[] x, double[] y) {
    if (x.length != y.length || Arrays.stream(x).distinct().count() < 2) {
      throw new IllegalArgumentException(
          "points: %d of x, %d of y (expected: as many, 2 or more with another x)"
              .formatted(x.length, y.length));
    }
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squares += (x[i] - meanX) * (x[i] - meanX);
    }
    double slope = products / squares;
    return new LineFit(slope, meanY - slope * meanX);
  }

  /** The line's y. */
  public double at(double x) {
    return intercept + slope * x;
  }
}

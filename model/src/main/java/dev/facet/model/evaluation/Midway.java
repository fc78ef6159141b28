package dev.facet.model.evaluation;

/** Thresholds between two scores. */
final class Midway {
  private Midway() {}

  /** Midway, so that rounding elsewhere moves no score across; above {@code low} in any case. */
  static double between(double low, double high) {
    double middle = low + (high - low) / 2;
    return middle > low ? middle : high;
  }
}

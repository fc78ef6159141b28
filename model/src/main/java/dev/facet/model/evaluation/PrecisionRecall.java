package dev.facet.model.evaluation;

/**
 * Two rates between which a choice is made.
 *
 * @param precision how much of what was put together belongs together, 0 to 1
 * @param recall how much of what belongs together was put together, 0 to 1
 */
public record PrecisionRecall(double precision, double recall) {

  /** F1: the harmonic mean of both, 0 to 1. */
  public double f() {
    double sum = precision + recall;
    return sum == 0 ? 0 : 2 * precision * recall / sum;
  }
}

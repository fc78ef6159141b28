package dev.facet.trainer.loss;

/**
 * How a loss goes from plain softmax to its margin: it is a mean of both, in which the plain one
 * weighs lambda and the other 1, with {@code lambda = max(least, base / (1 + gamma it))}. The
 * iteration {@code it} is 1 in the first step of a run, as in SphereFace's released code.
 *
 * @param base what lambda would be at iteration 0; at least {@code least}, finite
 * @param gamma how fast lambda falls, 0 or above, finite
 * @param least where lambda stops falling, 0 or above
 */
public record Annealing(double base, double gamma, double least) {

  /** That of SphereFace's released code; lambda is at its least from iteration 1,659 on. */
  public static final Annealing DEFAULT = new Annealing(1000, 0.12, 5);

  /**
   * Checks all three.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Annealing {
    if (!(least >= 0 && least < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("least: " + least + " (expected: 0 or above, finite)");
    }
    if (!(base >= least && base < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "base: " + base + " (expected: " + least + ", the least, or above, finite)");
    }
    if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gamma: " + gamma + " (expected: 0 or above, finite)");
    }
  }

  /**
   * Lambda in a step.
   *
   * @param step number of steps taken before it, 0 or above
   */
  double lambda(long step) {
    return Math.max(least, base / (1 + gamma * (step + 1)));
  }
}

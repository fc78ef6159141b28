package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;

/** Vectors of length 1 and the cosines between them. */
final class Unit {

  /** Least squared length that is divided by, so that a vector of zeros has finite gradients. */
  private static final double LEAST_SQUARE = 1e-12;

  private static final int[] WITHIN_ROW = {1};

  private Unit() {}

  /** Each row divided by its Euclidean length; a row of zeros stays one. */
  static NDArray rows(NDArray matrix) {
    NDArray squares = matrix.square().sum(WITHIN_ROW, true);
    return matrix.div(squares.maximum(LEAST_SQUARE).sqrt());
  }

  /**
   * Cosines of all pairs.
   *
   * @param a N x D
   * @param b K x D
   * @return N x K, up to rounding within -1 to 1
   */
  static NDArray cosines(NDArray a, NDArray b) {
    return Linear.linear(rows(a), rows(b)).singletonOrThrow();
  }
}

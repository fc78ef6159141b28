package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;

/** Vectors of length 1, and the cosines and distances between them. */
final class Unit {

  /** Least squared length that is divided by, so that a vector of zeros has finite gradients. */
  private static final double LEAST_SQUARE = 1e-12;

  private static final int[] WITHIN_ROW = {1};

  private Unit() {}

  /** Euclidean length of each row, N x 1; 1e-6 of a row of zeros. */
  static NDArray lengths(NDArray matrix) {
    return matrix.square().sum(WITHIN_ROW, true).maximum(LEAST_SQUARE).sqrt();
  }

  /** Each row divided by its Euclidean length; a row of zeros stays one. */
  static NDArray rows(NDArray matrix) {
    return matrix.div(lengths(matrix));
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

  /**
   * Squared Euclidean distances of all pairs of rows, each divided by its length: {@code 2 - 2 c}.
   *
   * @param matrix N x D
   * @return N x N, up to rounding within 0 to 4; a row of zeros is 2 from every other
   */
  static NDArray squaredDistances(NDArray matrix) {
    return cosines(matrix, matrix).mul(-2).add(2);
  }
}

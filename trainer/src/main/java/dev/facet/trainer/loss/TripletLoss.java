package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Triplet loss (FaceNet, Schroff et al. 2015, equation 3): the mean of {@code max(0, |a - p|^2 - |a
 * - n|^2 + alpha)} over triplets of an anchor a, a positive p of the same person and a negative n
 * of another, all divided by their lengths. The mean is over all triplets that the mining takes,
 * those included that cost nothing: as the share of the active ones falls, so do loss and gradient.
 * Embeddings that have become one cost alpha.
 *
 * <p>Which triplets are taken is decided by the distances as they are, and has no part in the
 * gradient. A triplet exactly at its margin costs nothing and has no gradient.
 *
 * @param mining which triplets of a batch are taken
 * @param margin alpha, above 0, to 4, the greatest squared distance; {@value #DEFAULT_MARGIN} in
 *     the paper
 */
public record TripletLoss(Mining mining, double margin) implements ComparisonLoss {

  /** The paper's alpha. */
  public static final double DEFAULT_MARGIN = 0.2;

  /**
   * Checks the margin.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public TripletLoss {
    if (!(margin > 0 && margin <= 4)) {
      throw new IllegalArgumentException("margin: " + margin + " (expected: above 0, to 4)");
    }
  }

  @Override
  public Result value(NDArray embeddings, NDArray labels) {
    NDArray squares = Unit.squaredDistances(embeddings);
    Triplets triplets =
        new Triplets(
            squares.toType(DataType.FLOAT64, false).toDoubleArray(), labels.toIntArray(), margin);
    mining.take(triplets);
    int n = triplets.items();
    NDArray signs =
        embeddings
            .getManager()
            .create(triplets.signs(), new Shape(n, n))
            .toType(embeddings.getDataType(), false);
    long taken = Math.max(1, triplets.taken());
    NDArray loss = squares.mul(signs).sum().add(margin * triplets.active()).div(taken);
    return new Result(loss, (double) triplets.active() / taken);
  }
}

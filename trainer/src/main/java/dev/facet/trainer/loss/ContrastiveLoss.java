package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Contrastive loss (Hadsell, Chopra and LeCun 2006, equation 4; the verification signal of DeepID2,
 * Sun et al. 2014, equation 3): the mean over all pairs of a batch of {@code d^2 / 2} for two faces
 * of one person, and of {@code max(0, m - d)^2 / 2} for those of two. Both papers have the factor
 * 1/2. Here d is the Euclidean distance of embeddings divided by their lengths, 0 to 2; theirs are
 * not divided.
 *
 * <p>The slope of d is infinite at 0: faces of two people that are nearer than 1e-3 count as 1e-3
 * apart, and do not push each other away.
 *
 * @param margin m, above 0, to 2, the greatest distance; {@value #DEFAULT_MARGIN} by default, an
 *     angle of 60 degrees. The papers have none for vectors of length 1: it is Caffe's default
 */
public record ContrastiveLoss(double margin) implements ComparisonLoss {

  /** The margin of Caffe's layer. */
  public static final double DEFAULT_MARGIN = 1;

  private static final double LEAST_SQUARE = 1e-6;

  /**
   * Checks the margin.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public ContrastiveLoss {
    if (!(margin > 0 && margin <= 2)) {
      throw new IllegalArgumentException("margin: " + margin + " (expected: above 0, to 2)");
    }
  }

  /** The active share is that of the pairs of two people who are nearer than the margin. */
  @Override
  public Result value(NDArray embeddings, NDArray labels) {
    DataType type = embeddings.getDataType();
    int items = Math.toIntExact(embeddings.getShape().get(0));
    NDArray same = labels.reshape(items, 1).eq(labels.reshape(1, items)).toType(type, false);
    NDArray negative = same.neg().add(1);
    NDArray positive = same.sub(embeddings.getManager().eye(items).toType(type, false));
    NDArray squares = Unit.squaredDistances(embeddings);
    NDArray lacking = squares.maximum(LEAST_SQUARE).sqrt().neg().add(margin).maximum(0);
    NDArray costs = squares.mul(positive).add(lacking.square().mul(negative));
    // Each pair is in the matrix twice.
    NDArray loss = costs.sum().div(2 * Math.max(1, (long) items * (items - 1)));
    double near = number(lacking.gt(0).toType(type, false).mul(negative).sum());
    return new Result(loss, near / Math.max(1, number(negative.sum())));
  }

  private static double number(NDArray array) {
    return array.toType(DataType.FLOAT64, false).getDouble();
  }
}

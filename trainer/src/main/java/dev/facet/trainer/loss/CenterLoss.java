package dev.facet.trainer.loss;

import ai.djl.mxnet.engine.MxOpParams;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Center loss (Wen et al. 2016): {@code lambda / 2} times the mean of {@code |x - c_y|^2}, added to
 * a softmax. A centre follows the embeddings of its class by a rule of its own, not by the
 * optimiser: {@code c_j -= alpha sum(c_j - x) / (1 + n_j)} over the n_j embeddings of class j in
 * the batch (the paper's equation 4). The 1 in the denominator keeps a single embedding from moving
 * the centre by more than alpha / 2 of the way, and lambda has no part in it.
 *
 * @param weight lambda, 0 or above; {@value #DEFAULT_WEIGHT} in the paper
 * @param rate alpha, 0 to 1; {@value #DEFAULT_RATE} in the paper
 */
public record CenterLoss(double weight, double rate) {

  /** The paper's lambda. */
  public static final double DEFAULT_WEIGHT = 0.003;

  /** The paper's alpha. */
  public static final double DEFAULT_RATE = 0.5;

  private static final int[] OVER_BATCH = {0};

  /**
   * Checks weight and rate.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public CenterLoss {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight: " + weight + " (expected: 0 or above, finite)");
    }
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate: " + rate + " (expected: 0 to 1)");
    }
  }

  /**
   * The loss of a batch.
   *
   * @param embeddings N x D, not normalised
   * @param centres K x D
   * @param labels N classes, each 0 to K - 1
   * @return one number, in the manager of the embeddings
   */
  public NDArray value(NDArray embeddings, NDArray centres, NDArray labels) {
    MxOpParams rows = new MxOpParams();
    rows.addParam("axis", 0);
    NDArray own =
        embeddings
            .getManager()
            .invoke("take", new NDList(centres, labels), rows)
            .singletonOrThrow();
    long items = embeddings.getShape().get(0);
    return embeddings.sub(own).square().sum().mul(weight / 2 / items);
  }

  /**
   * Moves the centres of the batch's classes, in place. Not to be called while gradients are
   * recorded.
   *
   * @param centres K x D
   * @param embeddings N x D, of the step's own forward pass
   * @param labels N classes, each 0 to K - 1
   */
  public void update(NDArray centres, NDArray embeddings, NDArray labels) {
    int classes = Math.toIntExact(centres.getShape().get(0));
    NDArray members = labels.oneHot(classes, centres.getDataType());
    NDArray counts = members.sum(OVER_BATCH).expandDims(1);
    NDArray sums = members.transpose().dot(embeddings);
    NDArray pull = counts.mul(centres).sub(sums).div(counts.add(1));
    centres.subi(pull.mul(rate));
  }
}

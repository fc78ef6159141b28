package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.facet.model.symbol.TensorShape;
import java.util.Map;

/**
 * Congenerous cosine loss (COCO, Liu, Li and Wang 2017, version 2, arXiv 1710.00870): the cross
 * entropy of {@code alpha cos(x, c_k)} over the centroids c_k of the classes, without a margin.
 *
 * <p>Centroids are learned weights here, as in the released code, where they are the weights of a
 * layer; with that the loss is normalised softmax with a scale of its own. The first version of the
 * paper (arXiv 1702.06890) takes the mean of a class's embeddings in the batch instead. That needs
 * every class in every batch, and a face that is alone in its class is its own centroid: its cosine
 * is 1 whatever it looks like. The second version sets its centroid apart from such means. The
 * released network for faces also differs from the paper: it has plain softmax beside COCO, with a
 * weight of 0.4, and its centroids learn ten times as fast as the rest.
 *
 * @param scale alpha, above 0; {@value #DEFAULT_SCALE} in the released network, for 87,020 classes
 */
public record Coco(double scale) implements ClassLoss {

  /** The scale of the released network. */
  public static final double DEFAULT_SCALE = 21.475;

  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public Coco {
    MarginSoftmax.requireScale(scale);
  }

  /**
   * The least scale at which the loss can come as low as wanted: {@code alpha >= ln((K - 1) /
   * (e^loss - 1)) / 2}. At best an embedding is at its centroid, with a cosine of 1, and opposite
   * to all others, with one of -1; that costs {@code ln(1 + (K - 1) exp(-2 alpha))}. For 87,020
   * classes and a loss of 1e-4 it is 10.3.
   *
   * @param classes K, at least 2
   * @param loss above 0
   */
  public static double leastScale(int classes, double loss) {
    return Math.log((classes - 1) / Math.expm1(loss)) / 2;
  }

  @Override
  public Map<String, TensorShape> tensors(int classes, int dimension) {
    return softmax().tensors(classes, dimension);
  }

  @Override
  public NDArray logits(NDArray embeddings, Map<String, NDArray> tensors, NDArray own, long step) {
    return softmax().logits(embeddings, tensors, own, step);
  }

  private MarginSoftmax softmax() {
    return new MarginSoftmax(Margin.NONE, scale);
  }
}

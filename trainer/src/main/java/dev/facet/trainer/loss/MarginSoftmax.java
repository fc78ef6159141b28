package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.facet.model.symbol.TensorShape;
import java.util.Map;
import java.util.Objects;

/**
 * Softmax over cosines: embeddings and class weights are normalised, the cosine with the own class
 * passes through a margin, all are multiplied by a scale, and the cross entropy is taken: {@code
 * -log (exp(s g(c_y)) / (exp(s g(c_y)) + sum over j != y of exp(s c_j)))}, with the margin g.
 * Without a margin this is normalised softmax (NormFace, Wang et al. 2017).
 *
 * @param margin what is done to the cosine with the own class
 * @param scale s, above 0; {@value #DEFAULT_SCALE} in CosFace and ArcFace
 */
public record MarginSoftmax(Margin margin, double scale) implements ClassLoss {

  /** The scale of CosFace and ArcFace. */
  public static final double DEFAULT_SCALE = 64;

  private static final int[] WITHIN_ROW = {1};

  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public MarginSoftmax {
    requireScale(scale);
  }

  static void requireScale(double scale) {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale: " + scale + " (expected: above 0, finite)");
    }
  }

  @Override
  public Map<String, TensorShape> tensors(int classes, int dimension) {
    return Map.of(WEIGHT, TensorShape.of(classes, dimension));
  }

  @Override
  public NDArray logits(NDArray embeddings, Map<String, NDArray> tensors, NDArray own, long step) {
    NDArray weight = Objects.requireNonNull(tensors.get(WEIGHT), WEIGHT);
    return lowered(Unit.cosines(embeddings, weight), own, margin).mul(scale);
  }

  /**
   * Cosines with the margin on those with the own class.
   *
   * @param cosines N x K
   * @param own N x K: 1 at each row's own class, else 0
   */
  static NDArray lowered(NDArray cosines, NDArray own, Margin margin) {
    NDArray others = own.neg().add(1);
    NDArray lowered = margin.apply(cosines.mul(own).sum(WITHIN_ROW, true));
    return cosines.mul(others).add(own.mul(lowered));
  }
}

package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import dev.facet.model.symbol.TensorShape;
import java.util.Map;
import java.util.Objects;

/**
 * Plain softmax: the cross entropy of {@code W x + b}, nothing normalised. The baseline of every
 * paper on face losses, and half of softmax and center loss (Wen et al. 2016).
 */
public record Softmax() implements ClassLoss {

  @Override
  public Map<String, TensorShape> tensors(int classes, int dimension) {
    return Map.of(WEIGHT, TensorShape.of(classes, dimension), BIAS, TensorShape.of(classes));
  }

  @Override
  public NDArray logits(NDArray embeddings, Map<String, NDArray> tensors, NDArray own, long step) {
    NDArray weight = Objects.requireNonNull(tensors.get(WEIGHT), WEIGHT);
    NDArray bias = Objects.requireNonNull(tensors.get(BIAS), BIAS);
    return Linear.linear(embeddings, weight, bias).singletonOrThrow();
  }
}

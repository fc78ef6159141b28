package dev.facet.trainer.step;

import ai.djl.mxnet.engine.MxNDArray;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that training changes.
 *
 * @param name unique among the parameters
 * @param learning how it learns
 * @param from the first step that it learns in, 0 or above
 * @param array its values
 * @param gradient where each backward pass writes its gradient; null if it learns from none
 */
record Parameter(
    String name, Learning learning, long from, MxNDArray array, @Nullable MxNDArray gradient) {

  /** The gradient of one that learns. */
  MxNDArray requireGradient() {
    return Objects.requireNonNull(gradient, name);
  }

  /** Sets the gradient of one that learns to zero. */
  void clearGradient() {
    MxNDArray[] zeroed = {requireGradient()};
    zeroed[0].getManager().invoke("zeros_like", zeroed, zeroed, null);
  }
}

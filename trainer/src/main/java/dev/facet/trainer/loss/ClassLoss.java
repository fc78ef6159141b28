package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.facet.model.symbol.TensorShape;
import java.util.Map;
import java.util.Objects;

/**
 * A loss that holds embeddings against learned weights of the classes (the people). Implementations
 * are immutable and compute in the type of their arguments, float32 or float64.
 */
public interface ClassLoss {

  /** Name of the class weights, K x D. */
  String WEIGHT = "weight";

  /** Name of the classes' biases, K values; only plain softmax has them. */
  String BIAS = "bias";

  /**
   * Shapes of the tensors that the loss learns, by name.
   *
   * @param classes K, the number of classes
   * @param dimension D, the number of values of an embedding
   */
  Map<String, TensorShape> tensors(int classes, int dimension);

  /**
   * What the softmax is taken of, for the classes whose tensors are given: they need not be all.
   *
   * @param embeddings N x D, not normalised
   * @param tensors those of {@link #tensors}, by name
   * @param own N x K: 1 at each row's own class, else 0; a row of zeros where it is not among them
   * @param step number of steps that the run has taken, 0 or above, for a loss that changes with it
   * @return N x K
   */
  NDArray logits(NDArray embeddings, Map<String, NDArray> tensors, NDArray own, long step);

  /**
   * The loss of a batch. Its intermediate results belong to the managers of the arguments, so these
   * should be a batch's own, closed after it.
   *
   * @param embeddings N x D, not normalised
   * @param tensors those of {@link #tensors}, by name
   * @param labels N classes, each 0 to K - 1; other labels are not noticed and count as no class
   * @param step number of steps that the run has taken, 0 or above, for a loss that changes with it
   * @return one number: the mean over the batch
   */
  default NDArray value(
      NDArray embeddings, Map<String, NDArray> tensors, NDArray labels, long step) {
    NDArray weight = Objects.requireNonNull(tensors.get(WEIGHT), WEIGHT);
    int classes = Math.toIntExact(weight.getShape().get(0));
    NDArray own = labels.oneHot(classes, weight.getDataType());
    return CrossEntropy.mean(CrossEntropy.part(logits(embeddings, tensors, own, step), own), 1);
  }
}

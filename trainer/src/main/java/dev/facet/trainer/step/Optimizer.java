package dev.facet.trainer.step;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The rule by which a parameter follows its gradient. Immutable: its state is handed to it. */
public sealed interface Optimizer permits Sgd, AdamW {

  /** Names of the tensors that the rule keeps for each parameter, of the parameter's shape. */
  List<String> slots();

  /**
   * Changes a parameter in place.
   *
   * @param weight the parameter
   * @param gradient what to follow, before scaling; of the parameter's shape
   * @param slots a tensor for each of {@link #slots}, zeros at first; changed in place
   * @param update the facts of the step
   */
  void apply(NDArray weight, NDArray gradient, List<NDArray> slots, Update update);

  /**
   * The facts of a step, for one parameter.
   *
   * @param step number of steps before it that changed the parameter
   * @param rate the learning rate
   * @param gradientScale what the gradient is multiplied by
   * @param decayed whether weight decay is for this parameter
   */
  record Update(long step, double rate, double gradientScale, boolean decayed) {}
}

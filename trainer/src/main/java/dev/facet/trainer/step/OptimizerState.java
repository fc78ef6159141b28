package dev.facet.trainer.step;

import ai.djl.ndarray.NDArray;
import dev.facet.model.symbol.FloatTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An optimiser with what it keeps of each parameter. It lives as long as the parameters. */
final class OptimizerState {

  private final Optimizer optimizer;
  private final List<Parameter> learned;

  /** For each learned parameter the optimiser's slots, in its order. */
  private final List<List<NDArray>> slots;

  /** With all slots zero. */
  OptimizerState(Optimizer optimizer, List<Parameter> learned) {
    this.optimizer = optimizer;
    this.learned = learned;
    slots =
        learned.stream()
            .map(parameter -> optimizer.slots().stream().map(slot -> zeros(parameter)).toList())
            .toList();
  }

  private static NDArray zeros(Parameter parameter) {
    return parameter.array().zerosLike();
  }

  /**
   * Changes all parameters that learn in a step. For one that began to learn in a later step than
   * the first, steps count from there: the bias of AdamW's moments depends on it.
   *
   * @param gradients one for each, before scaling
   */
  void apply(List<NDArray> gradients, long step, double rate, double gradientScale) {
    for (int i = 0; i < gradients.size(); i++) {
      Parameter parameter = learned.get(i);
      if (step >= parameter.from()) {
        boolean decayed = parameter.learning() == Learning.DECAYED;
        Optimizer.Update update =
            new Optimizer.Update(step - parameter.from(), rate, gradientScale, decayed);
        optimizer.apply(parameter.array(), gradients.get(i), slots.get(i), update);
      }
    }
  }

  /** A copy of the slots, by {@code slot:parameter}. */
  Map<String, FloatTensor> export() {
    Map<String, FloatTensor> state = new LinkedHashMap<>();
    byName().forEach((name, slot) -> state.put(name, Parameters.read(slot)));
    return state;
  }

  /**
   * Sets the slots.
   *
   * @throws IllegalArgumentException if the state is not of these parameters and this optimiser
   */
  void restore(Map<String, FloatTensor> state) {
    Map<String, NDArray> named = byName();
    Ranges.require(
        state.keySet().equals(named.keySet()),
        "optimiser state",
        state.keySet(),
        named.keySet().toString());
    named.forEach(
        (name, slot) ->
            Parameters.write(name, slot, Objects.requireNonNull(state.get(name), name)));
  }

  /** One slot of a parameter. */
  NDArray slot(String slot, String parameter) {
    int place = optimizer.slots().indexOf(slot);
    for (int i = 0; i < learned.size() && place >= 0; i++) {
      if (learned.get(i).name().equals(parameter)) {
        return slots.get(i).get(place);
      }
    }
    throw new IllegalArgumentException(
        slot + ":" + parameter + " (expected: a slot of a parameter that learns)");
  }

  private Map<String, NDArray> byName() {
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < learned.size(); i++) {
      for (int j = 0; j < optimizer.slots().size(); j++) {
        named.put(optimizer.slots().get(j) + ":" + learned.get(i).name(), slots.get(i).get(j));
      }
    }
    return named;
  }
}

package dev.facet.trainer.step;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.Stream;

/**
 * Parameters of a network on further devices. Their gradients are added to those on the first
 * device, where the optimiser is, and they take over the values that it arrives at.
 */
final class Replicas {

  private final Parameters first;
  private final List<Parameters> others;

  /**
   * Replicas of some parameters.
   *
   * @param others each with some of the names of the first; none for training on one device
   */
  Replicas(Parameters first, List<Parameters> others) {
    this.first = first;
    this.others = List.copyOf(others);
  }

  /** Those of all devices, the first included. */
  Stream<Parameters> parameters() {
    return Stream.concat(Stream.of(first), others.stream());
  }

  void clearGradients() {
    others.forEach(other -> other.learned().forEach(Parameter::clearGradient));
  }

  /** Adds their gradients to the first's, device after device. */
  void addGradients() {
    for (Parameters other : others) {
      for (Parameter parameter : other.learned()) {
        NDArray sum = first.get(parameter.name()).requireGradient();
        // Not toDevice, which makes a manager that lives on.
        try (NDArray arrived = sum.getManager().create(sum.getShape(), sum.getDataType())) {
          parameter.requireGradient().copyTo(arrived);
          sum.addi(arrived);
        }
      }
    }
  }

  /** Takes over what the first has learned. Statistics stay each device's own. */
  void follow() {
    for (Parameters other : others) {
      other.learned().forEach(parameter -> takeOver(other, parameter.name()));
    }
  }

  /** Takes over everything, when a run goes on. */
  void followEntirely() {
    others.forEach(other -> other.names().forEach(name -> takeOver(other, name)));
  }

  private void takeOver(Parameters other, String name) {
    first.array(name).copyTo(other.array(name));
  }
}

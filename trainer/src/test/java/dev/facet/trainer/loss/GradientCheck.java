package dev.facet.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import java.util.List;

/** Holds the engine's gradients of a loss against central finite differences, in float64. */
final class GradientCheck {

  private static final double STEP = 1e-6;

  /** A loss of some matrices. */
  interface Value {
    NDArray of(List<NDArray> inputs);
  }

  private GradientCheck() {}

  /**
   * Checks every partial derivative.
   *
   * @param tolerance greatest difference, relative where a derivative is beyond 1
   * @return the loss
   */
  static double check(double tolerance, Value value, double[][]... inputs) {
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      List<NDArray> arrays = List.of(inputs).stream().map(manager::create).toList();
      arrays.forEach(array -> array.setRequiresGradient(true));
      double loss;
      try (GradientCollector recording = Engine.getEngine("MXNet").newGradientCollector()) {
        NDArray result = value.of(arrays);
        loss = result.getDouble();
        recording.backward(result);
      }
      for (int i = 0; i < inputs.length; i++) {
        double[] gradient = arrays.get(i).getGradient().toDoubleArray();
        int columns = inputs[i][0].length;
        for (int at = 0; at < gradient.length; at++) {
          double numeric = slope(value, inputs, i, at / columns, at % columns);
          assertEquals(
              numeric,
              gradient[at],
              tolerance * Math.max(1, Math.abs(numeric)),
              "input " + i + ", element " + at);
        }
      }
      assertTrue(Double.isFinite(loss), "loss: " + loss);
      return loss;
    }
  }

  private static double slope(Value value, double[][][] inputs, int input, int row, int column) {
    double[] values = inputs[input][row];
    double kept = values[column];
    values[column] = kept + STEP;
    double above = evaluate(value, inputs);
    values[column] = kept - STEP;
    double below = evaluate(value, inputs);
    values[column] = kept;
    return (above - below) / (2 * STEP);
  }

  /** The loss alone. */
  static double evaluate(Value value, double[][]... inputs) {
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      return value.of(List.of(inputs).stream().map(manager::create).toList()).getDouble();
    }
  }
}

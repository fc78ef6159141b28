package dev.facet.trainer.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that several devices compute with, a copy on each. They go through the memory of the host,
 * as those of a {@link Meeting}.
 *
 * @param whole the rows; has a gradient
 * @param copies what each device computes with; have gradients
 */
record Spread(NDArray whole, List<NDArray> copies) implements Crossing {

  /**
   * Copies rows.
   *
   * @param managers own the copies
   */
  static Spread of(NDArray whole, List<? extends NDManager> managers) {
    float[] values = whole.toFloatArray();
    List<NDArray> copies = new ArrayList<>();
    for (NDManager manager : managers) {
      NDArray copy = manager.create(values, whole.getShape());
      copy.setRequiresGradient(true);
      copies.add(copy);
    }
    return new Spread(whole, copies);
  }

  /** Adds the gradients of the copies to that of the whole, device after device. */
  @Override
  public void backward(GradientCollector recording) {
    try (NDArray sum = whole.getGradient()) {
      for (NDArray copy : copies) {
        try (NDArray gradient = copy.getGradient();
            NDArray arrived =
                sum.getManager().create(gradient.toFloatArray(), gradient.getShape())) {
          sum.addi(arrived);
        }
      }
    }
  }
}

package dev.facet.trainer.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Rows that several devices computed, brought together on one for the loss. They go through the
 * memory of the host: that records nothing, and is the same between any two devices.
 *
 * @param whole all rows; what a loss is computed from
 * @param parts what each device computed, in the order of the rows
 */
record Meeting(NDArray whole, List<NDArray> parts) implements Crossing {

  /**
   * Brings parts together.
   *
   * @param manager owns the whole
   * @param parts n x D each
   */
  static Meeting of(NDManager manager, List<NDArray> parts) {
    long rows = parts.stream().mapToLong(part -> part.getShape().get(0)).sum();
    Shape shape = new Shape(rows, parts.get(0).getShape().get(1));
    FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(shape.size()));
    parts.forEach(part -> values.put(part.toFloatArray()));
    NDArray whole = manager.create(values.flip(), shape);
    whole.setRequiresGradient(true);
    return new Meeting(whole, parts);
  }

  /** Goes on into each part. */
  @Override
  public void backward(GradientCollector recording) {
    FloatBuffer gradient;
    try (NDArray array = whole.getGradient()) {
      gradient = FloatBuffer.wrap(array.toFloatArray());
    }
    for (NDArray part : parts) {
      int length = Math.toIntExact(part.size());
      NDArray rows =
          part.getManager().create(gradient.slice(gradient.position(), length), part.getShape());
      gradient.position(gradient.position() + length);
      // A number whose gradient by the part is that of the loss, to the bit.
      recording.backward(part.mul(rows).sum());
    }
  }
}

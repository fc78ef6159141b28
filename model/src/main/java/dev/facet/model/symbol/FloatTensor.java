package dev.facet.model.symbol;

/** A shape and its values in row-major order. The values are shared, not copied. */
public final class FloatTensor {
  private final TensorShape shape;
  private final float[] values;

  /**
   * A tensor.
   *
   * @param shape the shape
   * @param values as many values as the shape has elements
   */
  public FloatTensor(TensorShape shape, float[] values) {
    if (shape.elements() != values.length) {
      throw new IllegalArgumentException(
          "values: " + values.length + " (expected: " + shape.elements() + " for " + shape + ")");
    }
    this.shape = shape;
    this.values = values;
  }

  /** The shape. */
  public TensorShape shape() {
    return shape;
  }

  /** The values, not a copy. */
  public float[] values() {
    return values;
  }
}

package dev.facet.trainer.data.augment;

/**
 * A crop of a face while it is changed: three planes (red, green, blue) of height x width values,
 * each 0 to 255. What changes a crop makes a new one.
 *
 * @see dev.facet.model.image.FacePreprocessor#planes
 */
public final class Planes {

  /** Number of planes. */
  static final int CHANNELS = 3;

  static final float MAX = 255;

  private final int width;
  private final int height;
  private final float[] values;

  /**
   * A crop.
   *
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param values {@code 3 * width * height} of them; taken over
   */
  public Planes(int width, int height, float[] values) {
    if (values.length != CHANNELS * width * height) {
      throw new IllegalArgumentException(
          "values: %d (expected: %d for three planes of %d x %d)"
              .formatted(values.length, CHANNELS * width * height, width, height));
    }
    this.width = width;
    this.height = height;
    this.values = values;
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** The values: the array itself, not a copy. */
  public float[] values() {
    return values;
  }

  /** Number of values of a plane. */
  int area() {
    return width * height;
  }

  /** A crop of the same size. */
  Planes with(float[] others) {
    return new Planes(width, height, others);
  }

  /** Brightness of a pixel, by ITU-R BT.601. */
  float luma(int pixel) {
    return 0.299f * values[pixel]
        + 0.587f * values[area() + pixel]
        + 0.114f * values[2 * area() + pixel];
  }

  static float clamp(float value) {
    return Math.max(0, Math.min(MAX, value));
  }
}

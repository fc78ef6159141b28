package dev.facet.client;

/**
 * A place in an image, in pixels; (0, 0) is the centre of the top left pixel. It may lie outside
 * the image.
 *
 * @param x pixels to the right of the centre of the leftmost column, finite
 * @param y pixels below the centre of the topmost row, finite
 */
public record Point(float x, float y) {
  /**
   * Checks the coordinates.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  public Point {
    requireFinite("x", x);
    requireFinite("y", y);
  }

  private static void requireFinite(String name, float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: a finite number)");
    }
  }
}

package dev.facet.model.detection;

/**
 * A rectangle around a face, in pixels of an image, with pixel centres at integer coordinates: it
 * reaches from the first of its columns and rows to the last, both included, so that one of a
 * single pixel has its two corners at one place and an area of 1. It may reach over the edge of the
 * image.
 *
 * @param left x of its leftmost column
 * @param top y of its topmost row
 * @param right x of its rightmost column, at least {@code left}
 * @param bottom y of its lowest row, at least {@code top}
 */
public record FaceBox(float left, float top, float right, float bottom) {

  /** Checks the corners. */
  public FaceBox {
    if (!(left <= right && top <= bottom)) {
      throw new IllegalArgumentException(
          "box: %s, %s to %s, %s (expected: from left to right and top to bottom)"
              .formatted(left, top, right, bottom));
    }
  }

  /** A box by its middle and its size, in pixels. */
  static FaceBox around(double x, double y, double width, double height) {
    double across = (width - 1) / 2;
    double down = (height - 1) / 2;
    return new FaceBox(
        (float) (x - across), (float) (y - down), (float) (x + across), (float) (y + down));
  }

  /** In pixels. */
  public float width() {
    return right - left + 1;
  }

  /** In pixels. */
  public float height() {
    return bottom - top + 1;
  }

  /**
   * How far two boxes are the same: the area in both divided by that in either (Jaccard index).
   *
   * @return 0 for boxes apart, 1 for the same box
   */
  public double intersectionOverUnion(FaceBox other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left) + 1;
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top) + 1;
    double both = Math.max(0, width) * Math.max(0, height);
    return both / (area() + other.area() - both);
  }

  private double area() {
    return (double) width() * height();
  }
}

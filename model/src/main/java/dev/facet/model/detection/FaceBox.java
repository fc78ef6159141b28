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
    if (!(left <= right && top <= bottom && isFinite(left, top, right, bottom))) {
      throw new IllegalArgumentException(
          "box: %s, %s to %s, %s (expected: finite, from left to right and top to bottom)"
              .formatted(left, top, right, bottom));
    }
  }

  private static boolean isFinite(float left, float top, float right, float bottom) {
    return Float.isFinite(left + top) && Float.isFinite(right + bottom);
  }

  /** A box by its middle and its size, in pixels. */
  static FaceBox around(double x, double y, double width, double height) {
    double across = (width - 1) / 2;
    double down = (height - 1) / 2;
    return new FaceBox(
        (float) (x - across), (float) (y - down), (float) (x + across), (float) (y + down));
  }

  /** A square by its leftmost column, its topmost row and its side, in pixels. */
  static FaceBox square(double left, double top, double side) {
    double across = side - 1;
    return new FaceBox((float) left, (float) top, (float) (left + across), (float) (top + across));
  }

  /** The smallest square around the same middle that holds this box. */
  FaceBox squared() {
    double side = Math.max(width(), height());
    return around(((double) left + right) / 2, ((double) top + bottom) / 2, side, side);
  }

  /** In pixels. */
  public float width() {
    return right - left + 1;
  }

  /** In pixels. */
  public float height() {
    return bottom - top + 1;
  }

  /** In pixels. */
  float shorterSide() {
    return Math.min(width(), height());
  }

  /**
   * How far two boxes are the same: the area in both divided by that in either (Jaccard index).
   *
   * @return 0 for boxes apart, 1 for the same box
   */
  public double intersectionOverUnion(FaceBox other) {
    double both = intersection(other);
    return both / (area() + other.area() - both);
  }

  /**
   * How far the smaller of two boxes is in the other: the area in both divided by the smaller area.
   *
   * @return 0 for boxes apart, 1 for a box inside the other
   */
  public double intersectionOverSmaller(FaceBox other) {
    return intersection(other) / Math.min(area(), other.area());
  }

  private double intersection(FaceBox other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left) + 1;
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top) + 1;
    return Math.max(0, width) * Math.max(0, height);
  }

  /** In pixels, above 0. */
  public double area() {
    return (double) width() * height();
  }
}

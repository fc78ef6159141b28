package dev.facet.model.image;

import dev.facet.model.image.BadImageException.Reason;
import java.util.List;

/**
 * Five points of a face, in pixels of its image. Left and right are as seen in the picture. The
 * points may lie outside the image. Immutable.
 */
public final class Landmarks {

  /** The largest magnitude of a coordinate, in pixels: far beyond any image, far below overflow. */
  public static final float MAX_COORDINATE = 1_000_000;

  private static final List<String> NAMES =
      List.of("left eye", "right eye", "nose", "left mouth corner", "right mouth corner");

  private final List<Point> points;

  /**
   * Checks and holds five points.
   *
   * @throws BadImageException with {@link Reason#BAD_LANDMARKS} for a coordinate that is not finite
   *     or beyond {@link #MAX_COORDINATE}, and for points that all lie within one pixel of each
   *     other
   */
  public Landmarks(Point leftEye, Point rightEye, Point nose, Point leftMouth, Point rightMouth)
      throws BadImageException {
    points = List.of(leftEye, rightEye, nose, leftMouth, rightMouth);
    for (int i = 0; i < points.size(); i++) {
      checkCoordinate(NAMES.get(i), "x", points.get(i).x());
      checkCoordinate(NAMES.get(i), "y", points.get(i).y());
    }
    if (points.stream().allMatch(point -> isNear(point, leftEye))) {
      throw new BadImageException(
          Reason.BAD_LANDMARKS,
          "landmarks: all within one pixel (expected: five places of a face)");
    }
  }

  private static void checkCoordinate(String point, String axis, float value)
      throws BadImageException {
    if (!(Math.abs(value) <= MAX_COORDINATE)) {
      throw new BadImageException(
          Reason.BAD_LANDMARKS,
          "%s: %s is %s (expected: finite, magnitude at most %.0f)"
              .formatted(point, axis, value, MAX_COORDINATE));
    }
  }

  private static boolean isNear(Point a, Point b) {
    return Math.abs(a.x() - b.x()) < 1 && Math.abs(a.y() - b.y()) < 1;
  }

  /** Centre of the eye on the picture's left. */
  public Point leftEye() {
    return points.get(0);
  }

  /** Centre of the eye on the picture's right. */
  public Point rightEye() {
    return points.get(1);
  }

  /** Tip of the nose. */
  public Point nose() {
    return points.get(2);
  }

  /** Corner of the mouth on the picture's left. */
  public Point leftMouth() {
    return points.get(3);
  }

  /** Corner of the mouth on the picture's right. */
  public Point rightMouth() {
    return points.get(4);
  }

  /** The five, in the order of the constructor. */
  public List<Point> points() {
    return points;
  }
}

package dev.facet.model.image;

import dev.facet.model.image.BadImageException.Reason;
import java.util.List;

/**
 * Rotation, uniform scale and shift of the plane, without reflection: {@code x' = a x - b y + tx,
 * y' = b x + a y + ty}.
 */
record SimilarityTransform(double a, double b, double tx, double ty) {

  private static final double LEAST_SCALE = 1e-6;

  /**
   * The transform that brings {@code from} to {@code to} with the least sum of squared distances.
   * In the plane, Umeyama's solution (1991) has a closed form: with both sets centred, a and b are
   * the sums of dot and of cross products over the sum of squares.
   *
   * @throws BadImageException with {@link Reason#BAD_LANDMARKS} where the best scale is zero
   */
  static SimilarityTransform leastSquares(List<Point> from, List<Point> to)
      throws BadImageException {
    double fromX = from.stream().mapToDouble(Point::x).average().orElseThrow();
    double fromY = from.stream().mapToDouble(Point::y).average().orElseThrow();
    double toX = to.stream().mapToDouble(Point::x).average().orElseThrow();
    double toY = to.stream().mapToDouble(Point::y).average().orElseThrow();
    double dot = 0;
    double cross = 0;
    double squares = 0;
    for (int i = 0; i < from.size(); i++) {
      double x = from.get(i).x() - fromX;
      double y = from.get(i).y() - fromY;
      double u = to.get(i).x() - toX;
      double v = to.get(i).y() - toY;
      dot += x * u + y * v;
      cross += x * v - y * u;
      squares += x * x + y * y;
    }
    double a = dot / squares;
    double b = cross / squares;
    if (!(Math.hypot(a, b) > LEAST_SCALE)) {
      throw new BadImageException(
          Reason.BAD_LANDMARKS, "landmarks: no rotation and scale brings them to the template");
    }
    return new SimilarityTransform(
        a, b, toX - (a * fromX - b * fromY), toY - (b * fromX + a * fromY));
  }

  /** How much longer distances become. */
  double scale() {
    return Math.hypot(a, b);
  }

  SimilarityTransform inverse() {
    double square = a * a + b * b;
    double inverseA = a / square;
    double inverseB = -b / square;
    return new SimilarityTransform(
        inverseA, inverseB, -(inverseA * tx - inverseB * ty), -(inverseB * tx + inverseA * ty));
  }

  double x(double x, double y) {
    return a * x - b * y + tx;
  }

  double y(double x, double y) {
    return b * x + a * y + ty;
  }
}

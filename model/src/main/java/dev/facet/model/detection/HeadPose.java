package dev.facet.model.detection;

import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Point;

/**
 * How a head is held, in degrees, estimated from the five points of its face. The camera is taken
 * for one far away (weak perspective): the points are those of a mean face in space, turned, scaled
 * and shifted, and seen without perspective. The linear map from space to the picture that fits
 * them with the least sum of squared distances is brought to the nearest that turns and scales
 * only; its third row, at right angles to its two, completes the rotation.
 *
 * <p>The head first turns about its own vertical axis (yaw), then about the axis from ear to ear as
 * that would be unturned (pitch), then in the picture's plane (roll).
 *
 * @param yaw 0 looks into the camera, above 0 to the picture's right, -90 to 90
 * @param pitch 0 looks into the camera, above 0 upwards, -90 to 90
 * @param roll of the line from between the eyes to between the corners of the mouth: 0 upright,
 *     above 0 clockwise, -180 to 180
 */
record HeadPose(double yaw, double pitch, double roll) {

  /** Of points on a line, of which nothing can be said. */
  private static final HeadPose UNKNOWN = new HeadPose(0, 0, 0);

  /**
   * The mean face: left eye, right eye, nose, left and right mouth corner, as x to the picture's
   * right, y down and z away from the camera, in distances between the eyes. Averages of our own,
   * of Facet's landmarks of 11,074 photos of LFW: x and y are medians over photos from the front,
   * so that 0 is how people look who are photographed. The nose's z is where eyes come as much
   * closer to each other as the nose moves aside: 28 mm in front of eyes that are 63 mm apart.
   */
  private static final double[][] MEAN_FACE = {
    {-0.5, 0, 0}, {0.5, 0, 0}, {0, 0.56, -0.45}, {-0.435, 1.04, 0}, {0.435, 1.04, 0}
  };

  /** Relative area of points that lie on a line, but for rounding. */
  private static final double LEAST_AREA = 1e-9;

  /** From the mean face to the least-squares map: a column for each axis, a row for each point. */
  private static final double[][] FIT = fit();

  /** Estimates the pose of a face; 0 in all where its points lie on one line. */
  static HeadPose of(Landmarks landmarks) {
    double[] across = row(landmarks.points().stream().mapToDouble(Point::x).toArray());
    double[] down = row(landmarks.points().stream().mapToDouble(Point::y).toArray());
    double a = dot(across, across);
    double b = dot(across, down);
    double c = dot(down, down);
    double area = Math.sqrt(Math.max(0, a * c - b * b));
    if (!(area > LEAST_AREA * (a + c))) {
      return UNKNOWN;
    }
    // The inverse root of the symmetric matrix (a, b; b, c), but for a factor that angles lose.
    double[] right = combined(c + area, across, -b, down);
    double[] below = combined(-b, across, a + area, down);
    double size = Math.sqrt(dot(right, right));
    double sideways = (right[1] * below[2] - right[2] * below[1]) / (size * size);
    double downwards = (right[2] * below[0] - right[0] * below[2]) / (size * size);
    double ahead = (right[0] * below[1] - right[1] * below[0]) / (size * size);
    // Points that only a head seen from behind has are those of a profile, but for their mistakes.
    double yaw = Math.toDegrees(Math.atan2(sideways, ahead));
    return new HeadPose(
        Math.max(-90, Math.min(90, yaw)),
        Math.toDegrees(-Math.asin(Math.max(-1, Math.min(1, downwards)))),
        Math.toDegrees(Math.atan2(-right[1], below[1])));
  }

  /** One row of the linear map: what the axes of space are in one coordinate of the picture. */
  private static double[] row(double[] coordinates) {
    double[] row = new double[3];
    for (int point = 0; point < coordinates.length; point++) {
      for (int axis = 0; axis < 3; axis++) {
        row[axis] += coordinates[point] * FIT[point][axis];
      }
    }
    return row;
  }

  /**
   * The pseudo-inverse of the mean face about its centre. Its x has nothing to do with its y and z,
   * since its halves are alike; so two unknowns remain.
   */
  private static double[][] fit() {
    double[][] face = centred();
    double xx = 0;
    double yy = 0;
    double yz = 0;
    double zz = 0;
    for (double[] point : face) {
      xx += point[0] * point[0];
      yy += point[1] * point[1];
      yz += point[1] * point[2];
      zz += point[2] * point[2];
    }
    double determinant = yy * zz - yz * yz;
    double[][] fit = new double[face.length][];
    for (int i = 0; i < face.length; i++) {
      double[] point = face[i];
      fit[i] =
          new double[] {
            point[0] / xx,
            (point[1] * zz - point[2] * yz) / determinant,
            (point[2] * yy - point[1] * yz) / determinant
          };
    }
    return fit;
  }

  private static double[][] centred() {
    double[][] centred = new double[MEAN_FACE.length][3];
    for (int axis = 0; axis < 3; axis++) {
      double sum = 0;
      for (double[] point : MEAN_FACE) {
        sum += point[axis];
      }
      for (int i = 0; i < centred.length; i++) {
        centred[i][axis] = MEAN_FACE[i][axis] - sum / MEAN_FACE.length;
      }
    }
    return centred;
  }

  private static double[] combined(double p, double[] first, double q, double[] second) {
    double[] sum = new double[3];
    for (int i = 0; i < 3; i++) {
      sum[i] = p * first[i] + q * second[i];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}

package dev.facet.client;

/**
 * Five points of a face, in pixels of the image as displayed (after EXIF orientation). Left and
 * right are as seen in the picture.
 *
 * @param leftEye centre of the eye on the picture's left
 * @param rightEye centre of the eye on the picture's right
 * @param nose tip of the nose
 * @param leftMouth corner of the mouth on the picture's left
 * @param rightMouth corner of the mouth on the picture's right
 */
public record Landmarks(
    Point leftEye, Point rightEye, Point nose, Point leftMouth, Point rightMouth) {

  private static final int COORDINATES = 10;

  /**
   * Makes landmarks from ten numbers: x and y of the left eye, the right eye, the nose, the left
   * and the right corner of the mouth. This is the order that face detectors print.
   *
   * @throws IllegalArgumentException if there are not ten, or one is not finite
   */
  public static Landmarks of(float... xy) {
    if (xy.length != COORDINATES) {
      throw new IllegalArgumentException(
          "landmarks: " + xy.length + " numbers (expected: " + COORDINATES + ")");
    }
    return new Landmarks(
        new Point(xy[0], xy[1]),
        new Point(xy[2], xy[3]),
        new Point(xy[4], xy[5]),
        new Point(xy[6], xy[7]),
        new Point(xy[8], xy[9]));
  }
}

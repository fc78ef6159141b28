package dev.facet.model.detection;

import dev.facet.model.image.AlignedLuma;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.BadImageException.Reason;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Pixels;

/**
 * What of a photo speaks for or against recognising a face. The numbers are for comparing faces;
 * none of them says whether a face will be recognised.
 *
 * <p>Sharpness and brightness are of the face aligned to ArcFace's template of 112 x 112 pixels, of
 * those of its pixels that lie in the photo; 0 where none does. Yaw and pitch are estimates from
 * five points and a mean face: good for telling a profile from a face that looks into the camera,
 * not for measuring angles, since a long nose makes a turn seem larger than it is.
 *
 * @param eyeDistance distance between the eyes, in pixels of the photo
 * @param sharpness variance of the Laplacian of the luma (four neighbours less four times the
 *     middle), 0 or more; 50 to 330 for nine of ten photos of LFW. Less for a face out of focus or
 *     enlarged from few pixels; noise counts as structure
 * @param brightness mean luma, 0 (black) to 255 (white)
 * @param yaw turn of the head to the side in degrees: 0 looks into the camera, above 0 to the
 *     picture's right, -90 to 90
 * @param pitch nod of the head in degrees: 0 looks into the camera, above 0 upwards, -90 to 90
 * @param roll tilt of the head in the picture's plane in degrees: 0 upright, above 0 clockwise,
 *     -180 to 180
 */
public record FaceQuality(
    float eyeDistance, float sharpness, float brightness, float yaw, float pitch, float roll) {

  /**
   * Measures a face.
   *
   * @param landmarks the face's five points, in pixels of the photo
   * @throws BadImageException with {@link Reason#BAD_LANDMARKS} where the face cannot be aligned by
   *     them
   */
  public static FaceQuality of(Pixels photo, Landmarks landmarks) throws BadImageException {
    AlignedLuma face = AlignedLuma.of(photo, landmarks);
    HeadPose pose = HeadPose.of(landmarks);
    return new FaceQuality(
        (float)
            Math.hypot(
                (double) landmarks.rightEye().x() - landmarks.leftEye().x(),
                (double) landmarks.rightEye().y() - landmarks.leftEye().y()),
        (float) sharpness(face),
        (float) brightness(face),
        (float) pose.yaw(),
        (float) pose.pitch(),
        (float) pose.roll());
  }

  private static double brightness(AlignedLuma face) {
    double sum = 0;
    int count = 0;
    for (int v = 0; v < AlignedLuma.SIDE; v++) {
      for (int u = 0; u < AlignedLuma.SIDE; u++) {
        if (face.isInPhoto(u, v)) {
          sum += face.at(u, v);
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private static double sharpness(AlignedLuma face) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int v = 1; v < AlignedLuma.SIDE - 1; v++) {
      for (int u = 1; u < AlignedLuma.SIDE - 1; u++) {
        if (hasNeighbours(face, u, v)) {
          double laplacian =
              (double) face.at(u - 1, v)
                  + face.at(u + 1, v)
                  + face.at(u, v - 1)
                  + face.at(u, v + 1)
                  - 4.0 * face.at(u, v);
          sum += laplacian;
          squares += laplacian * laplacian;
          count++;
        }
      }
    }
    double mean = count == 0 ? 0 : sum / count;
    return count == 0 ? 0 : Math.max(0, squares / count - mean * mean);
  }

  /** Whether a pixel and the four beside it lie in the photo. */
  private static boolean hasNeighbours(AlignedLuma face, int u, int v) {
    return face.isInPhoto(u, v)
        && face.isInPhoto(u - 1, v)
        && face.isInPhoto(u + 1, v)
        && face.isInPhoto(u, v - 1)
        && face.isInPhoto(u, v + 1);
  }
}

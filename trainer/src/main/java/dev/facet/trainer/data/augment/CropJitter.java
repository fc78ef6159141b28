package dev.facet.trainer.data.augment;

import java.util.random.RandomGenerator;

/**
 * Moves and scales the face as an inexact detector would. Values between pixels are interpolated
 * bilinearly; where the face is moved away from the edge, the edge is repeated.
 *
 * @param shift the face moves by up to this share of the side, each way on each axis; 0 to 0.5
 * @param scale the face is up to this share larger or smaller; 0 to 0.5
 */
public record CropJitter(double shift, double scale) implements Augmentation {

  /** Checks the ranges. */
  public CropJitter {
    Ranges.check("shift", shift, 0, 0.5);
    Ranges.check("scale", scale, 0, 0.5);
  }

  @Override
  public Planes apply(Planes face, RandomGenerator random) {
    double right = Ranges.around(0, shift, random) * face.width();
    double down = Ranges.around(0, shift, random) * face.height();
    double factor = Ranges.around(1, scale, random);
    return moved(face, right, down, factor);
  }

  /**
   * Scales a face about the middle, then moves it.
   *
   * @param right in pixels
   * @param down in pixels
   * @param factor above 1 the face gets larger
   */
  static Planes moved(Planes face, double right, double down, double factor) {
    int width = face.width();
    int height = face.height();
    double middleX = (width - 1) / 2.0;
    double middleY = (height - 1) / 2.0;
    float[] to = new float[face.values().length];
    for (int y = 0; y < height; y++) {
      double fromY = clamp((y - down - middleY) / factor + middleY, height - 1);
      for (int x = 0; x < width; x++) {
        double fromX = clamp((x - right - middleX) / factor + middleX, width - 1);
        for (int channel = 0; channel < Planes.CHANNELS; channel++) {
          int plane = channel * face.area();
          to[plane + y * width + x] = between(face, plane, fromX, fromY);
        }
      }
    }
    return face.with(to);
  }

  private static double clamp(double place, int last) {
    return Math.max(0, Math.min(last, place));
  }

  private static float between(Planes face, int plane, double x, double y) {
    int width = face.width();
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, face.height() - 1);
    float across = (float) (x - left);
    float down = (float) (y - top);
    float[] from = face.values();
    float above =
        (1 - across) * from[plane + top * width + left]
            + across * from[plane + top * width + right];
    float below =
        (1 - across) * from[plane + bottom * width + left]
            + across * from[plane + bottom * width + right];
    return (1 - down) * above + down * below;
  }
}

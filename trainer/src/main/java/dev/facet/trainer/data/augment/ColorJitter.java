package dev.facet.trainer.data.augment;

import java.util.random.RandomGenerator;

/**
 * Changes brightness, contrast and saturation, in this order, each by a factor that is drawn evenly
 * from 1 - range to 1 + range. Contrast is about the crop's mean brightness, saturation about each
 * pixel's brightness. At last values are clamped to 0 to 255.
 *
 * @param brightness range, 0 to 1
 * @param contrast range, 0 to 1
 * @param saturation range, 0 to 1
 */
public record ColorJitter(double brightness, double contrast, double saturation)
    implements Augmentation {

  /** Checks the ranges. */
  public ColorJitter {
    Ranges.check("brightness", brightness, 0, 1);
    Ranges.check("contrast", contrast, 0, 1);
    Ranges.check("saturation", saturation, 0, 1);
  }

  @Override
  public Planes apply(Planes face, RandomGenerator random) {
    float bright = (float) Ranges.around(1, brightness, random);
    float contrasting = (float) Ranges.around(1, contrast, random);
    float saturated = (float) Ranges.around(1, saturation, random);
    return changed(face, bright, contrasting, saturated);
  }

  /** Changes a crop by the three factors; 1 leaves it as it is. */
  static Planes changed(Planes face, float brightness, float contrast, float saturation) {
    int area = face.area();
    double sum = 0;
    for (int pixel = 0; pixel < area; pixel++) {
      sum += face.luma(pixel);
    }
    float mean = brightness * (float) (sum / area);
    float[] from = face.values();
    float[] to = new float[from.length];
    for (int pixel = 0; pixel < area; pixel++) {
      float luma = mean + contrast * (brightness * face.luma(pixel) - mean);
      for (int at = pixel; at < from.length; at += area) {
        float value = mean + contrast * (brightness * from[at] - mean);
        to[at] = Planes.clamp(luma + saturation * (value - luma));
      }
    }
    return face.with(to);
  }
}

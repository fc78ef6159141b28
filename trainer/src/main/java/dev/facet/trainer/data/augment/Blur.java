package dev.facet.trainer.data.augment;

import java.util.random.RandomGenerator;

/**
 * Blurs by a Gaussian, as a lens out of focus or a small photo would. The kernel reaches three
 * standard deviations; beyond the edge, the edge is repeated.
 *
 * @param least smallest standard deviation that is drawn, in pixels; at least 0.1
 * @param most largest, at most 16
 */
public record Blur(double least, double most) implements Augmentation {

  /** Checks the range. */
  public Blur {
    Ranges.check("least", least, 0.1, 16);
    Ranges.check("most", most, least, 16);
  }

  @Override
  public Planes apply(Planes face, RandomGenerator random) {
    return blurred(face, least + (most - least) * random.nextDouble());
  }

  /** Blurs each axis by itself, which for a Gaussian is the same as both at once. */
  static Planes blurred(Planes face, double deviation) {
    float[] kernel = kernel(deviation);
    float[] rows = blurred(face.values(), kernel, face.width(), 1);
    return face.with(blurred(rows, kernel, face.height(), face.width()));
  }

  /**
   * Blurs along one axis.
   *
   * @param length places along the axis
   * @param stride from one place to the next
   */
  private static float[] blurred(float[] from, float[] kernel, int length, int stride) {
    int reach = kernel.length / 2;
    float[] to = new float[from.length];
    for (int at = 0; at < from.length; at++) {
      int place = at / stride % length;
      float sum = 0;
      for (int i = 0; i < kernel.length; i++) {
        int other = Math.max(0, Math.min(length - 1, place + i - reach));
        sum += kernel[i] * from[at + (other - place) * stride];
      }
      to[at] = sum;
    }
    return to;
  }

  private static float[] kernel(double deviation) {
    int reach = Math.max(1, (int) Math.ceil(3 * deviation));
    double[] weights = new double[2 * reach + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double distance = (i - reach) / deviation;
      weights[i] = Math.exp(-0.5 * distance * distance);
      sum += weights[i];
    }
    float[] kernel = new float[weights.length];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (weights[i] / sum);
    }
    return kernel;
  }
}

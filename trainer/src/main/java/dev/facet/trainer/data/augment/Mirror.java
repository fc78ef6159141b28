package dev.facet.trainer.data.augment;

import java.util.random.RandomGenerator;

/** Swaps left and right, always; {@link Sometimes} with 0.5 is usual. */
public record Mirror() implements Augmentation {

  @Override
  public Planes apply(Planes face, RandomGenerator random) {
    int width = face.width();
    float[] from = face.values();
    float[] to = new float[from.length];
    for (int row = 0; row < from.length; row += width) {
      for (int x = 0; x < width; x++) {
        to[row + x] = from[row + width - 1 - x];
      }
    }
    return face.with(to);
  }
}

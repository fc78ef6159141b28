package dev.facet.trainer.data.augment;

import java.util.random.RandomGenerator;

/** Takes the colour away, always: all planes become the brightness, by ITU-R BT.601. */
public record Grayscale() implements Augmentation {

  @Override
  public Planes apply(Planes face, RandomGenerator random) {
    float[] to = new float[face.values().length];
    for (int pixel = 0; pixel < face.area(); pixel++) {
      float luma = face.luma(pixel);
      for (int at = pixel; at < to.length; at += face.area()) {
        to[at] = luma;
      }
    }
    return face.with(to);
  }
}

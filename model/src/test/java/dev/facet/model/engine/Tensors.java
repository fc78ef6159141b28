package dev.facet.model.engine;

import dev.facet.model.bundle.Manifest;
import java.util.Random;

/** Made-up tensors of a model's input. */
final class Tensors {

  private Tensors() {}

  /** Values of the range that the input's mean and deviation give, the same for the same seed. */
  static float[][] random(Manifest.Input input, int count, long seed) {
    int plane = input.height() * input.width();
    float[][] tensors = new float[count][input.channels().count() * plane];
    Random random = new Random(seed);
    for (float[] tensor : tensors) {
      for (int i = 0; i < tensor.length; i++) {
        int channel = i / plane;
        tensor[i] = (random.nextInt(256) - input.mean().get(channel)) / input.std().get(channel);
      }
    }
    return tensors;
  }
}

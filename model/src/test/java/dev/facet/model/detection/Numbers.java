package dev.facet.model.detection;

/** Made-up outputs of networks, which {@code src/test/python/make_detections.py} has too. */
final class Numbers {

  private Numbers() {}

  /** 0, 0.001 and so on to 0.996, mixed, less a value. */
  static float[] mixed(long seed, int count, double less) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (((long) i * i * 31 + i * 7L + seed * 101) % 997 / 1000.0 - less);
    }
    return numbers;
  }
}

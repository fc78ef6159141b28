package dev.facet.trainer.data.augment;

import java.util.random.RandomGenerator;

/** Ranges of what augmentations take. */
final class Ranges {

  private Ranges() {}

  static void check(String name, double value, double least, double largest) {
    if (!(value >= least && value <= largest)) {
      throw new IllegalArgumentException(
          "%s: %s (expected: %s to %s)".formatted(name, value, least, largest));
    }
  }

  /** Evenly from {@code middle - spread} to {@code middle + spread}. */
  static double around(double middle, double spread, RandomGenerator random) {
    return middle + spread * (2 * random.nextDouble() - 1);
  }
}

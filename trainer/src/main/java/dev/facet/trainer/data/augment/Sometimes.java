package dev.facet.trainer.data.augment;

import java.util.random.RandomGenerator;

/**
 * Does something with a probability.
 *
 * @param probability 0 to 1
 * @param change what is then done
 */
public record Sometimes(double probability, Augmentation change) implements Augmentation {

  /** Checks the probability. */
  public Sometimes {
    Ranges.check("probability", probability, 0, 1);
  }

  @Override
  public Planes apply(Planes face, RandomGenerator random) {
    return random.nextDouble() < probability ? change.apply(face, random) : face;
  }
}

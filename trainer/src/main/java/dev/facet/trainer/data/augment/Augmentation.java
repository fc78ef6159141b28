package dev.facet.trainer.data.augment;

import java.util.random.RandomGenerator;

/**
 * A random change of a crop. What it does depends on the crop and on the numbers that it draws, on
 * nothing else; the crop that it is given stays as it is. Thread-safe.
 */
@FunctionalInterface
public interface Augmentation {

  /** The changed crop, of the same size; the same object where nothing is to change. */
  Planes apply(Planes face, RandomGenerator random);
}

package dev.facet.trainer.data.loader;

/** In which order photos are learned from. The order of an epoch depends on its number alone. */
public interface EpochOrder {

  /** Number of places of an epoch, the same for all. */
  int length();

  /**
   * The order of one epoch.
   *
   * @param epoch from 0
   * @return the photo of each place; a new array
   */
  int[] order(int epoch);
}

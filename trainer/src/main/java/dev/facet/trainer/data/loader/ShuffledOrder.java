package dev.facet.trainer.data.loader;

import dev.facet.trainer.data.SeededRandom;
import java.util.stream.IntStream;

/**
 * Every photo once an epoch, in random order.
 *
 * @param length number of photos
 * @param seed fixes the orders of all epochs
 */
public record ShuffledOrder(int length, long seed) implements EpochOrder {

  @Override
  public int[] order(int epoch) {
    int[] order = IntStream.range(0, length).toArray();
    SeededRandom.at(seed, epoch).shuffle(order);
    return order;
  }
}

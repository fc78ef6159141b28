package dev.facet.trainer.data.loader;

import dev.facet.trainer.data.FaceSource;
import dev.facet.trainer.data.SeededRandom;
import java.util.stream.IntStream;

/**
 * Batches of P people with Q photos each, as losses on pairs and triplets need them (Schroff et
 * al., 2015, "FaceNet"; there 45 people and about 40 photos). The batch size must be P x Q.
 *
 * <p>People come in random order and equally often; nobody is twice in a batch. A person's photos
 * are drawn without repetition, and again from the start where there are fewer than Q. An epoch has
 * as many places as there are photos, rounded down to whole batches, but at least one batch.
 */
public final class BalancedOrder implements EpochOrder {

  private final int people;
  private final int photos;
  private final long seed;
  private final int length;

  /** Of each person with photos, the first; behind them the number of all photos. */
  private final int[] begins;

  /**
   * An order.
   *
   * @param faces the photos
   * @param people number P of people in a batch, at least 1
   * @param photos number Q of photos of each, at least 1
   * @param seed fixes the orders of all epochs
   * @throws IllegalArgumentException if there are fewer than P people with photos
   */
  public BalancedOrder(FaceSource faces, int people, int photos, long seed) {
    this.people = people;
    this.photos = photos;
    this.seed = seed;
    this.begins =
        IntStream.rangeClosed(0, faces.size())
            .filter(i -> i == 0 || i == faces.size() || faces.label(i) != faces.label(i - 1))
            .toArray();
    int present = begins.length - 1;
    if (people < 1 || people > present) {
      throw new IllegalArgumentException(
          "people: %d (expected: 1 to %d, those with photos)".formatted(people, present));
    }
    if (photos < 1) {
      throw new IllegalArgumentException("photos: %d (expected: at least 1)".formatted(photos));
    }
    int batch = Math.multiplyExact(people, photos);
    this.length = Math.max(1, faces.size() / batch) * batch;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int[] order(int epoch) {
    SeededRandom random = SeededRandom.at(seed, epoch);
    int[] persons = IntStream.range(0, begins.length - 1).toArray();
    int next = persons.length;
    int[] order = new int[length];
    for (int batch = 0; batch < length; batch += people * photos) {
      if (next + people > persons.length) {
        random.shuffle(persons);
        next = 0;
      }
      for (int at = batch; at < batch + people * photos; at += photos) {
        draw(persons[next++], random, order, at);
      }
    }
    return order;
  }

  private void draw(int person, SeededRandom random, int[] order, int at) {
    int[] all = IntStream.range(begins[person], begins[person + 1]).toArray();
    for (int drawn = 0; drawn < photos; drawn += all.length) {
      random.shuffle(all);
      System.arraycopy(all, 0, order, at + drawn, Math.min(all.length, photos - drawn));
    }
  }
}

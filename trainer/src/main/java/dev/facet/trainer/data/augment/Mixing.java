package dev.facet.trainer.data.augment;

import java.util.random.RandomGenerator;

/**
 * Makes faces of two of a batch, whom no photo shows: what a teacher says of them is worth learning
 * where photos are few (Beyer et al., 2022, "Knowledge distillation: a good teacher is patient and
 * consistent"). They are of no one person, so that a head has no use for them.
 *
 * <p>A blended face is {@code share * a + (1 - share) * b}, the share drawn evenly from 0 to 1
 * (Zhang et al., 2018, "mixup"). A spliced one is {@code a} above or left of a line and {@code b}
 * beyond it, as in CutMix (Yun et al., 2019), though with a line across the whole face: aligned
 * faces fit together along it. The line is in the middle half.
 *
 * @param blend probability that a face is blended, 0 to 1
 * @param splice probability that a face is spliced, 0 to 1; both together at most 1
 */
public record Mixing(double blend, double splice) {

  /** Every face stays as it is. */
  public static final Mixing NONE = new Mixing(0, 0);

  /** Checks the probabilities. */
  public Mixing {
    Ranges.check("blend", blend, 0, 1);
    Ranges.check("splice", splice, 0, 1 - blend);
  }

  /**
   * Mixes faces of a batch.
   *
   * @param data n faces, each of planes of height x width values; stays as it is
   * @param n number of faces; a single one has none to be mixed with
   * @param width in pixels
   * @param height in pixels
   * @return as many faces; the array that was given where nothing is to change
   */
  public float[] apply(float[] data, int n, int width, int height, RandomGenerator random) {
    if (n < 2 || blend + splice == 0) {
      return data;
    }
    float[] mixed = data.clone();
    int size = data.length / n;
    for (int i = 0; i < n; i++) {
      double drawn = random.nextDouble();
      int from = i * size;
      int other = (i + 1 + random.nextInt(n - 1)) % n * size;
      if (drawn < blend) {
        blend(data, other, mixed, from, size, random.nextFloat());
      } else if (drawn < blend + splice) {
        if (random.nextBoolean()) {
          // A plane is one row after the other, so a line across it leaves two whole runs.
          splice(data, other, mixed, from, size, width * height, middle(height, random) * width);
        } else {
          splice(data, other, mixed, from, size, width, middle(width, random));
        }
      }
    }
    return mixed;
  }

  private static int middle(int length, RandomGenerator random) {
    return length / 4 + random.nextInt(length / 2 + 1);
  }

  private static void blend(
      float[] data, int other, float[] mixed, int from, int size, float share) {
    for (int i = 0; i < size; i++) {
      mixed[from + i] = share * data[from + i] + (1 - share) * data[other + i];
    }
  }

  /** Takes the end of every run of values from the other face. */
  private static void splice(
      float[] data, int other, float[] mixed, int from, int size, int run, int kept) {
    for (int start = 0; start < size; start += run) {
      System.arraycopy(data, other + start + kept, mixed, from + start + kept, run - kept);
    }
  }
}

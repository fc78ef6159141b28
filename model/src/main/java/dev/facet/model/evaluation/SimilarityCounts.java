package dev.facet.model.evaluation;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many pairs are how alike: a count for each millionth from -1 to 1, 16 MB however many pairs
 * there are. What it tells of thresholds of at most six decimals is exact. Thread-safe; what is
 * asked while pairs are added may have them or not.
 */
public final class SimilarityCounts {

  /** Millionths in 1. */
  static final int ONE = 1_000_000;

  private final AtomicLongArray counts = new AtomicLongArray(2 * ONE + 1);

  /**
   * Adds a pair.
   *
   * @param similarity -1 to 1
   * @throws IllegalArgumentException if it is out of range
   */
  public void add(double similarity) {
    if (!(similarity >= -1 && similarity <= 1)) {
      throw new IllegalArgumentException("similarity: " + similarity + " (expected: -1 to 1)");
    }
    counts.incrementAndGet(ONE + millionths(similarity));
  }

  /** The highest threshold, in millionths, that a similarity reaches, as doubles are compared. */
  private static int millionths(double similarity) {
    int floor = (int) Math.floor(similarity * ONE);
    if (similarity(floor) > similarity) {
      return floor - 1;
    }
    return similarity(floor + 1) <= similarity ? floor + 1 : floor;
  }

  /** From millionths. */
  static double similarity(int millionths) {
    return (double) millionths / ONE;
  }

  /** Number of pairs. */
  public long total() {
    return between(-1, 1) + counts.get(2 * ONE);
  }

  /** Number of pairs whose similarity is so many millionths, or up to one more. */
  long at(int millionths) {
    return counts.get(ONE + millionths);
  }

  /**
   * Number of pairs from one threshold on and below another.
   *
   * @param from -1 to 1, at most six decimals
   * @param to -1 to 1, at most six decimals
   */
  public long between(double from, double to) {
    long sum = 0;
    for (int i = (int) Math.round(from * ONE); i < Math.round(to * ONE); i++) {
      sum += at(i);
    }
    return sum;
  }

  /**
   * Part of the pairs that a threshold accepts: those that are at least so alike.
   *
   * @param threshold -1 to 1, at most six decimals
   * @return 0 to 1; NaN where there are no pairs
   */
  public double acceptRate(double threshold) {
    return (double) (between(threshold, 1) + at(ONE)) / total();
  }
}

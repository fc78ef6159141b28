package dev.facet.server.batching;

import java.time.Duration;

/**
 * How fast items are done, in two ways. Where as many are under way as may be, by how they leave:
 * that counts all that they wait for. The time between two of them says little, since those of a
 * batch leave together; so it is taken over as many as there are places, and each such mean weighs
 * a quarter. And at any time by the batches of the engine, of which each weighs an eighth: that is
 * what they cannot be faster than. Not thread-safe.
 */
final class Pace {
  private static final double WEIGHT = 0.25;
  private static final double BATCH_WEIGHT = 0.125;

  private final int window;
  private final int workers;

  /** Items that have left since {@link #sinceNanos}; -1 where nothing is being measured. */
  private int left = -1;

  private long sinceNanos;
  private double itemNanos;
  private double engineItemNanos;

  /**
   * Nothing is known yet.
   *
   * @param window how many items make a mean, at least 1
   * @param workers how many batches run at a time
   */
  Pace(int window, int workers) {
    this.window = window;
    this.workers = workers;
  }

  /**
   * An item leaves.
   *
   * @param full whether others could not come in because of it
   */
  void left(boolean full, long nowNanos) {
    if (!full) {
      left = -1;
      return;
    }
    left++;
    if (left == 0) {
      sinceNanos = nowNanos;
    } else if (left == window) {
      double mean = (double) (nowNanos - sinceNanos) / window;
      itemNanos = mixed(itemNanos, mean, WEIGHT);
      left = 0;
      sinceNanos = nowNanos;
    }
  }

  /** A batch was run. */
  void ran(int size, Duration elapsed) {
    double mean = (double) elapsed.toNanos() / size / workers;
    engineItemNanos = mixed(engineItemNanos, mean, BATCH_WEIGHT);
  }

  private static double mixed(double known, double added, double weight) {
    return known == 0 ? added : known + weight * (added - known);
  }

  /** Time from one item to the next where as many are under way as may be; 0 where unknown. */
  double itemNanos() {
    return Math.max(itemNanos, engineItemNanos);
  }

  /** The same as the engine alone would have it; 0 where unknown. */
  double engineItemNanos() {
    return engineItemNanos;
  }
}

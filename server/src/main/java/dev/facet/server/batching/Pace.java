package dev.facet.server.batching;

/**
 * How fast items leave where as many are under way as may be. The time between two of them says
 * little, since those of a batch leave together; so it is taken over as many as there are places,
 * and each such mean weighs a quarter. Not thread-safe.
 */
final class Pace {
  private static final double WEIGHT = 0.25;

  private final int window;

  /** Items that have left since {@link #sinceNanos}; -1 where nothing is being measured. */
  private int left = -1;

  private long sinceNanos;
  private double itemNanos;

  /**
   * Nothing is known yet.
   *
   * @param window how many items make a mean, at least 1
   */
  Pace(int window) {
    this.window = window;
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
      itemNanos = itemNanos == 0 ? mean : itemNanos + WEIGHT * (mean - itemNanos);
      left = 0;
      sinceNanos = nowNanos;
    }
  }

  /** Time from one item to the next; 0 where nothing is known. */
  double itemNanos() {
    return itemNanos;
  }
}

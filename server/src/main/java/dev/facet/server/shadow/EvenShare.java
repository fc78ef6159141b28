package dev.facet.server.shadow;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Picks a share of a sequence, spread evenly over it: the n-th is picked where the fractional part
 * of n times the golden ratio is below the share.
 *
 * <p>Of any stretch the picked part is as large as the share, up to a few, which random draws would
 * not give. And so it is of every second, third, ... of the sequence, which counting would not
 * give: where two clients take turns, every second face is of one client only.
 *
 * <p>Thread-safe; a pick is one atomic addition.
 */
final class EvenShare {

  /** The golden ratio's fractional part, in units of 2^-64. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final double UNIT = 0x1p-53;

  private final double share;
  private final AtomicLong position = new AtomicLong();

  /**
   * A sequence at its beginning.
   *
   * @param share above 0, at most 1
   */
  EvenShare(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: above 0, at most 1)");
    }
    this.share = share;
  }

  /** Tells whether the next one is picked. */
  boolean picksNext() {
    long fraction = position.addAndGet(GOLDEN) >>> 11;
    return fraction * UNIT < share;
  }
}

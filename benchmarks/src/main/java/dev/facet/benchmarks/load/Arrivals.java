package dev.facet.benchmarks.load;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * When requests are to be sent: a Poisson process, as of many callers that know nothing of each
 * other. The same seed, the same times. Not thread-safe.
 */
public final class Arrivals {

  private final double meanGapNanos;
  private final Random random;
  private double offsetNanos;

  /**
   * A process from its begin.
   *
   * @param perSecond requests a second in the mean, above 0
   * @param seed of the gaps, which are exponentially distributed
   */
  public Arrivals(double perSecond, long seed) {
    if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
      throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: above 0)");
    }
    meanGapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    random = new Random(seed);
  }

  /** Nanoseconds from the begin to the next request; never less than the time before. */
  public long next() {
    offsetNanos -= meanGapNanos * Math.log1p(-random.nextDouble());
    return (long) offsetNanos;
  }
}

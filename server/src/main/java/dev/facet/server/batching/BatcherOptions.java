package dev.facet.server.batching;

import java.time.Duration;

/**
 * How a {@link Batcher} works.
 *
 * @param workers number of threads, each of which runs one batch at a time, at least 1
 * @param maxBatchSize most items of a batch, at least 1
 * @param maxBatchDelay longest time for which a free worker waits for a batch to fill, 0 to 1
 *     minute. Zero, the best on a CPU, takes at once what is there; an accelerator that is much
 *     better at full batches may gain from a few milliseconds
 */
public record BatcherOptions(int workers, int maxBatchSize, Duration maxBatchDelay) {
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

  /** Checks the ranges; an {@link IllegalArgumentException} names what is out of its range. */
  public BatcherOptions {
    Checks.positive("workers", workers);
    Checks.positive("maxBatchSize", maxBatchSize);
    if (maxBatchDelay.isNegative() || maxBatchDelay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException(
          "maxBatchDelay: " + maxBatchDelay + " (expected: PT0S to " + LONGEST_DELAY + ")");
    }
  }

  /** Options without a delay. */
  public BatcherOptions(int workers, int maxBatchSize) {
    this(workers, maxBatchSize, Duration.ZERO);
  }
}

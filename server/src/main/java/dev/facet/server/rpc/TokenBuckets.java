package dev.facet.server.rpc;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Makes token buckets that go by a clock of the server's. */
final class TokenBuckets {

  private TokenBuckets() {}

  /**
   * A full bucket.
   *
   * @param rate what flows into it each second, evenly
   * @param burst the most that it holds
   */
  static Bucket of(int rate, int burst, LongSupplier nanoTime) {
    TimeMeter clock =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return nanoTime.getAsLong();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        };
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(rate, Duration.ofSeconds(1)))
        .withCustomTimePrecision(clock)
        .build();
  }
}

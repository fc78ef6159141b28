package dev.facet.server.batching;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still until it is told otherwise. */
final class FakeClock implements LongSupplier {
  // Near the overflow, where System.nanoTime may be as well.
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);

  @Override
  public long getAsLong() {
    return now.get();
  }

  void advance(long nanos) {
    now.addAndGet(nanos);
  }
}

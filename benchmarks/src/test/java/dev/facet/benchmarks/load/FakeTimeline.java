package dev.facet.benchmarks.load;

/** Time that passes when it is waited for or told to. Used by one thread. */
final class FakeTimeline implements Timeline {

  private long now = 1_000_000_000_000L;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void await(long nanoTime) {
    now = Math.max(now, nanoTime);
  }

  void pass(long nanos) {
    now += nanos;
  }
}

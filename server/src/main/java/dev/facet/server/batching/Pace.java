package dev.facet.server.batching;

import java.time.Duration;

/**
 * How fast a group of workers serves, as a mean in which every new batch weighs a sixteenth, so
 * that a load is felt within a few batches and one slow batch is not. Thread-safe.
 */
final class Pace {
  private static final double WEIGHT = 1.0 / 16;

  private final int workers;

  // Both are guarded by this object's monitor, a leaf.
  private double itemNanos;
  private double runNanos;

  /** Nothing is known yet. */
  Pace(int workers) {
    this.workers = workers;
  }

  /** One worker served that many items at once. */
  synchronized void served(int items, Duration elapsed) {
    boolean first = runNanos == 0;
    double run = elapsed.toNanos();
    double item = run / items / workers;
    runNanos = first ? run : runNanos + WEIGHT * (run - runNanos);
    itemNanos = first ? item : itemNanos + WEIGHT * (item - itemNanos);
  }

  synchronized Prospect prospect(int ahead) {
    return new Prospect(ahead, itemNanos, runNanos);
  }
}

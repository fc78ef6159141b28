package dev.facet.server.batching;

import java.util.concurrent.TimeUnit;

/**
 * When a new item would be done, as far as is known now: what is served before it, at the pace of
 * the latest work.
 *
 * @param ahead items that are served before it
 * @param itemNanos time for each of them, all workers taken together; 0 where none was served yet
 * @param runNanos how long a worker takes for a batch, or a task
 */
public record Prospect(int ahead, double itemNanos, double runNanos) {

  /**
   * Requires that an item is done within its caller's deadline. What is refused now would be
   * dropped later, after others had waited behind it. Where nothing is ahead of it, an item is
   * always given a try: how long it takes may have changed since the last one.
   *
   * @param caller on whose behalf
   * @param nowNanos the present moment on the clock of the caller's deadline
   * @param then the stage that the item goes to afterwards, as do those that are ahead of it
   * @throws QueueFullException if it would come too late
   */
  public void requireInTime(Caller caller, long nowNanos, Prospect then) throws QueueFullException {
    long expected = nanosThrough(then);
    if (ahead + then.ahead > 0 && !caller.canWait(nowNanos, expected)) {
      throw new QueueFullException(
          "wait: about %d ms, for %d items that come first (expected: within the deadline)"
              .formatted(TimeUnit.NANOSECONDS.toMillis(expected), ahead + then.ahead));
    }
  }

  /** The slower stage sets the pace: while it works, the other one does as well. */
  private long nanosThrough(Prospect then) {
    double wait = Math.max(ahead * itemNanos, (ahead + then.ahead) * then.itemNanos);
    return (long) (wait + runNanos + then.runNanos);
  }
}

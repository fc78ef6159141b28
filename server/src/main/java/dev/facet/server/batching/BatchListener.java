package dev.facet.server.batching;

import java.time.Duration;

/**
 * Is told what becomes of the items of a {@link Batcher} or a {@link FairPool}, for metrics.
 *
 * <p>Every method does nothing by default. It is called on worker threads, on several at once, and
 * before the items' futures complete, so that whoever has an answer finds it counted. (Items that
 * are dropped because of {@link DropReason#CLOSED} are counted just after.) It must be quick and
 * must not throw: the items at hand fail with what it throws.
 */
public interface BatchListener {
  /** An item was given up before a worker began it. */
  default void dropped(DropReason reason) {}

  /** A worker took an item that had waited for so long. */
  default void taken(Duration queued) {}

  /** A batch, or a task of a pool (size 1), was done within {@code elapsed}. */
  default void served(int batchSize, Duration elapsed) {}

  /**
   * A batch, or a task of a pool (size 1), failed. With two or more items it is now tried again
   * item by item; with one, the cause is also what the item's future fails with.
   */
  default void failed(int batchSize, Exception cause) {}
}

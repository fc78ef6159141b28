package dev.facet.server.batching;

import java.time.Duration;
import java.util.List;

/**
 * Is told what becomes of the items of a {@link Batcher} or a {@link FairPool}, for metrics and
 * traces.
 *
 * <p>Every method does nothing by default. It is called on worker threads, on several at once, and
 * before the items' futures complete, so that whoever has an answer finds it counted. (Items that
 * are dropped because of {@link DropReason#CLOSED} are counted just after.) It must be quick and
 * must not throw: the items at hand fail with what it throws.
 */
public interface BatchListener {
  /** An item was given up before a worker began it. */
  default void dropped(DropReason reason) {}

  /** A worker took an item of a caller that had waited for so long. */
  default void taken(Caller caller, Duration queued) {}

  /**
   * A batch, or a task of a pool, was done within {@code elapsed}.
   *
   * @param batch the callers of its items, one an item, in order
   */
  default void served(List<Caller> batch, Duration elapsed) {}

  /**
   * A batch, or a task of a pool (size 1), failed. With two or more items it is now tried again
   * item by item; with one, or by an {@link Error}, the cause is also what the futures of its items
   * fail with.
   */
  default void failed(int batchSize, Throwable cause) {}
}

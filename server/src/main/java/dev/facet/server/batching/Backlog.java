package dev.facet.server.batching;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a group of workers: a {@link FairQueue} behind a lock.
 *
 * <p>The backlog has no bound of its own, since {@link Admission} bounds the items before they get
 * here. Nothing foreign runs under the lock: what a worker took or dropped is completed afterwards,
 * on the worker's thread.
 */
final class Backlog<W extends Work<?>> {
  private final int maxBatchSize;
  private final long maxDelayNanos;
  private final LongSupplier nanoTime;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final FairQueue<W> queue = new FairQueue<>();

  @GuardedBy("lock")
  private boolean open = true;

  /** When the present items no longer wait for a fuller batch. */
  @GuardedBy("lock")
  private long fullByNanos;

  Backlog(int maxBatchSize, Duration maxDelay, LongSupplier nanoTime) {
    this.maxBatchSize = maxBatchSize;
    this.maxDelayNanos = maxDelay.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Adds an item; false, and nothing happened, once the backlog is closed. */
  boolean add(W work) {
    lock.lock();
    try {
      if (!open) {
        return false;
      }
      if (queue.isEmpty()) {
        fullByNanos = nanoTime.getAsLong() + maxDelayNanos;
      }
      queue.add(work.caller(), work);
      // One worker for each item: while any sleeps unsignalled, those awake suffice for all items.
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for items and takes the next batch; null once the backlog is closed and empty. */
  @Nullable Taken<W> take() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (queue.isEmpty()) {
          if (!open) {
            return null;
          }
          changed.await();
        } else {
          long now = nanoTime.getAsLong();
          long delay = fullByNanos - now;
          if (delay <= 0 || !open || queue.batchable() >= maxBatchSize) {
            return takeNow(now);
          }
          changed.awaitNanos(delay);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets no more items in; those that wait are still served. Idempotent. */
  void close() {
    lock.lock();
    try {
      open = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets no more items in, and takes those that wait away from the workers. Idempotent. */
  List<W> closeAndRemoveAll() {
    lock.lock();
    try {
      close();
      return queue.removeAll();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Taken<W> takeNow(long now) {
    List<W> batch = new ArrayList<>();
    List<W> dropped = new ArrayList<>();
    while (batch.size() < maxBatchSize) {
      W work = queue.poll(now, mayBeBackground(batch), dropped::add);
      if (work == null) {
        break;
      }
      (work.dropReason(now) == null ? batch : dropped).add(work);
    }
    return new Taken<>(batch, dropped, now);
  }

  /** Whether a background item may come next: it rides in no batch that somebody waits for. */
  private static boolean mayBeBackground(List<? extends Work<?>> batch) {
    return batch.isEmpty() || batch.get(0).caller().urgency() == Urgency.BACKGROUND;
  }
}

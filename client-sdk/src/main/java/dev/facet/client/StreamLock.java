package dev.facet.client;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The lock of a stream, and the word that something changed under it. Thread-safe. */
final class StreamLock {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Does something with the lock. */
  <T> T with(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** Does something with the lock. */
  void with(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Does something with the lock, as soon as a condition holds. */
  <T> T once(BooleanSupplier condition, Supplier<T> action) throws InterruptedException {
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        changed.await();
      }
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a condition holds, but no longer than for a time.
   *
   * @return whether it holds
   */
  boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long nanos = atMost.toNanos();
      while (!condition.getAsBoolean() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return condition.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  /** Has all who wait look at their conditions again; to be called with the lock. */
  void changed() {
    changed.signalAll();
  }
}

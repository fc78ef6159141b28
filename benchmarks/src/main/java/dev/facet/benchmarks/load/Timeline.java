package dev.facet.benchmarks.load;

import java.util.concurrent.locks.LockSupport;

/** Time, and the wait for a moment of it; tests have one of their own. Thread-safe. */
public interface Timeline {

  /** The present moment in nanoseconds; only differences mean something. */
  long nanoTime();

  /** Waits until a moment has come; returns at once where it has passed. */
  void await(long nanoTime) throws InterruptedException;

  /** The time of the machine. */
  static Timeline ofSystem() {
    return new Timeline() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void await(long nanoTime) throws InterruptedException {
        for (long left = nanoTime - nanoTime(); left > 0; left = nanoTime - nanoTime()) {
          LockSupport.parkNanos(this, left);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
      }
    };
  }
}

package dev.facet.benchmarks.swap;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads for what goes on beside the thread that measures; closing it interrupts them. */
public final class Background implements AutoCloseable {

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "facet-bench");
            thread.setDaemon(true);
            return thread;
          });

  /** What a thread does. */
  @FunctionalInterface
  public interface Job {
    void run() throws Exception;
  }

  /** Starts a job on a thread of its own. */
  public Future<?> start(Job job) {
    return threads.submit(
        () -> {
          job.run();
          return null;
        });
  }

  /**
   * Waits for a job.
   *
   * @param bound longest wait
   * @return whether it has ended
   * @throws IllegalStateException if it has failed
   */
  public static boolean ended(Future<?> job, Duration bound) throws InterruptedException {
    try {
      job.get(bound.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

package dev.facet.server.batching;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lends threads, and keeps them for others once they are given back. For work in native libraries
 * that hold memory for every thread that ever called them, and never give it back: MXNet holds
 * about 5 MiB. There are as many threads as were ever lent at once, for the life of the process.
 * Thread-safe.
 */
public final class KeptThreads {

  private static final String IDLE = "facet-idle";

  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          Long.MAX_VALUE,
          TimeUnit.NANOSECONDS,
          new SynchronousQueue<>(),
          task -> ComputeThreads.create(IDLE, task));

  /**
   * Runs a task on a thread of its own, at once.
   *
   * @param name of the thread while it runs the task
   */
  public void run(String name, Runnable task) {
    pool.execute(
        () -> {
          Thread.currentThread().setName(name);
          try {
            task.run();
          } finally {
            Thread.currentThread().setName(IDLE);
          }
        });
  }
}

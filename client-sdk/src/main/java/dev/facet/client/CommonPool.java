package dev.facet.client;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Where what streams do by themselves is run: not on gRPC's threads, which have replies to read.
 * Named, since what a future takes unless told is a new thread each time on a machine with two
 * cores.
 */
final class CommonPool {
  private static final Executor POOL = ForkJoinPool.commonPool();

  private CommonPool() {}

  static void run(Runnable task) {
    POOL.execute(task);
  }

  /** Runs a task after a time, 0 or negative: now. */
  static void runAfter(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toNanos(), NANOSECONDS, POOL).execute(task);
  }
}

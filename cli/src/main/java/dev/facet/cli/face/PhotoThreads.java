package dev.facet.cli.face;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Works on photos in this process, one thread a core, with a bound of those under way. */
final class PhotoThreads implements AutoCloseable {
  private final ExecutorService threads;

  /** Twice the threads, so that none waits for its next photo. */
  private final Semaphore underWay;

  PhotoThreads() {
    int cores = Runtime.getRuntime().availableProcessors();
    this.threads = Executors.newFixedThreadPool(cores);
    this.underWay = new Semaphore(2 * cores);
  }

  /** Starts some work. Waits while too much is under way. */
  <R> CompletableFuture<R> start(Callable<R> work) throws InterruptedException {
    underWay.acquire();
    CompletableFuture<R> result = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            result.complete(work.call());
          } catch (Throwable failure) {
            result.completeExceptionally(failure);
          } finally {
            underWay.release();
          }
        });
    return result;
  }

  /** Waits for what is under way, also where it is interrupted. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.facet.server.registry;

import dev.facet.model.engine.LoadProgress;
import dev.facet.model.engine.LoadStage;
import dev.facet.server.batching.KeptThreads;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One load of a version, on a thread of its own, so that it can be given up: native code cannot be
 * interrupted, so the load then ends at its next stage, and what it has loaded is freed.
 */
final class LoadAttempt {

  /** What loads. */
  @FunctionalInterface
  interface Load {
    LoadedModel run(LoadProgress progress) throws Exception;
  }

  private final Consumer<LoadStage> watcher;
  private final CompletableFuture<LoadedModel> outcome = new CompletableFuture<>();

  private LoadAttempt(Consumer<LoadStage> watcher) {
    this.watcher = watcher;
  }

  /**
   * Begins.
   *
   * @param threads lends the thread
   * @param name of the thread meanwhile
   * @param watcher is told of each stage, until the load is given up
   */
  static LoadAttempt begin(
      KeptThreads threads, String name, Load load, Consumer<LoadStage> watcher) {
    LoadAttempt attempt = new LoadAttempt(watcher);
    threads.run(name, () -> attempt.run(load));
    return attempt;
  }

  /**
   * Waits for the end.
   *
   * @throws TimeoutException if it took longer; it is given up
   * @throws CancellationException if it was given up
   * @throws ExecutionException if it failed
   */
  LoadedModel await(Duration limit) throws TimeoutException, ExecutionException {
    try {
      return outcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp();
      if (outcome.isCancelled()) {
        throw e;
      }
      return await(Duration.ZERO); // it ended just in time
    } catch (InterruptedException e) {
      giveUp();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /**
   * Ends the load as soon as may be, unless it has ended. The watcher is told of no stage after
   * this returns.
   */
  synchronized void giveUp() {
    outcome.cancel(false);
  }

  private void run(Load load) {
    try {
      LoadedModel model = load.run(this::began);
      if (!outcome.complete(model)) {
        model.release();
      }
    } catch (Throwable failed) {
      outcome.completeExceptionally(failed);
    }
  }

  // Locked, as giveUp() is: a stage told after the failure would stand for good.
  private synchronized void began(LoadStage stage) {
    if (outcome.isDone()) {
      throw new CancellationException("given up");
    }
    watcher.accept(stage);
  }
}

package dev.facet.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.WatchModelsRequest;
import dev.facet.v1.WatchModelsResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * A subscription to what a server's models do: see {@link FacetClient#watchModels}. It goes on
 * until it is closed, its client is closed, or it fails. Thread-safe.
 */
public final class ModelWatch implements AutoCloseable {
  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final long LONGEST_BACKOFF_MILLIS = 5_000;

  private final Calls calls;
  private final Consumer<ModelVersion> consumer;

  /** Cancelled when the watch is over, and with it the call that is under way. */
  private final Context.CancellableContext context;

  private final CountDownLatch over = new CountDownLatch(1);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** What the consumer was told last of each version, by its model's name and its number. */
  private final Map<String, ModelVersion> told = new HashMap<>();

  private long backoffMillis = FIRST_BACKOFF_MILLIS;

  private ModelWatch(Calls calls, Context parent, Consumer<ModelVersion> consumer) {
    this.calls = calls;
    this.consumer = consumer;
    this.context = parent.withCancellation();
  }

  /**
   * Starts to watch.
   *
   * @param parent ends the watch when it is cancelled
   */
  static ModelWatch start(Calls calls, Context parent, Consumer<ModelVersion> consumer) {
    ModelWatch watch = new ModelWatch(calls, parent, consumer);
    watch.context.addListener(cancelled -> watch.over.countDown(), Runnable::run);
    Thread thread = new Thread(watch::run, "facet-model-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /**
   * Returns a future that completes when the consumer will be told nothing more: normally once the
   * watch or its client was closed, with a {@link FacetException} where the server refuses to be
   * watched, and with what the consumer threw if it did. Completing it does not end the watch.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /**
   * Ends the watch, and does not wait: the consumer may still be at work on what it was told last,
   * and this may be called from there. Idempotent.
   */
  @Override
  public void close() {
    context.cancel(null);
  }

  private void run() {
    try {
      do {
        context.run(this::watchOnce);
      } while (!over.await(nextPauseMillis(), MILLISECONDS));
      ended.complete(null);
    } catch (Throwable failure) {
      ended.completeExceptionally(failure);
    } finally {
      close();
    }
  }

  /** Watches for as long as the connection lasts. */
  private void watchOnce() {
    Iterator<WatchModelsResponse> changes =
        ClientCalls.blockingServerStreamingCall(
            calls.channel(),
            ModelServiceGrpc.getWatchModelsMethod(),
            calls.options(),
            WatchModelsRequest.getDefaultInstance());
    while (hasNext(changes)) {
      backoffMillis = FIRST_BACKOFF_MILLIS;
      tell(ModelMessages.modelVersion(changes.next().getVersion()));
    }
  }

  /** Waits for a change; false where the connection was lost, or the watch is over. */
  private boolean hasNext(Iterator<WatchModelsResponse> changes) {
    try {
      return changes.hasNext();
    } catch (StatusRuntimeException e) {
      FacetException failure = Failures.of(e);
      if (context.isCancelled() || failure.isRetryable()) {
        return false;
      }
      throw failure;
    }
  }

  /** The server begins each time with how everything is, of which most is known. */
  private void tell(ModelVersion version) {
    String key = version.ref().name() + "/" + version.ref().version();
    if (!context.isCancelled() && !version.equals(told.put(key, version))) {
      consumer.accept(version);
    }
  }

  /** Half of the backoff is drawn, so that not all clients of a server come back at once. */
  private long nextPauseMillis() {
    long pause = backoffMillis / 2 + ThreadLocalRandom.current().nextLong(backoffMillis / 2);
    backoffMillis = Math.min(2 * backoffMillis, LONGEST_BACKOFF_MILLIS);
    return pause;
  }
}

package dev.facet.server.batching;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An item that waits for a worker, and the promise to whoever waits for its result.
 *
 * <p>The future is the only thing that threads race for, and the first to complete it wins.
 */
class Work<R> {
  private final Caller caller;
  private final long addedNanos;
  private final CompletableFuture<R> future = new CompletableFuture<>();

  Work(Caller caller, long addedNanos) {
    this.caller = caller;
    this.addedNanos = addedNanos;
  }

  final Caller caller() {
    return caller;
  }

  final CompletableFuture<R> future() {
    return future;
  }

  final Duration queued(long takenNanos) {
    return Duration.ofNanos(takenNanos - addedNanos);
  }

  /** Returns why nobody wants the result any more, or null where somebody does. */
  final @Nullable DropReason dropReason(long nowNanos) {
    DropReason reason = caller.dropReason(nowNanos);
    // Whoever holds the future may have cancelled it alone.
    return reason == null && future.isDone() ? DropReason.CANCELLED : reason;
  }

  /** Drops this item where nobody wants it any more, and tells whether it did. */
  final boolean dropUnwanted(long nowNanos, BatchListener listener) {
    DropReason reason = dropReason(nowNanos);
    if (reason == null) {
      return false;
    }
    listener.dropped(reason);
    fail(reason.toException());
    return true;
  }

  final void complete(R result) {
    future.complete(result);
  }

  final void fail(Throwable cause) {
    future.completeExceptionally(cause);
  }
}

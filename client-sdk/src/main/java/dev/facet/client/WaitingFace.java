package dev.facet.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A face of a stream that is not answered. Its state is guarded by the stream's lock. */
final class WaitingFace<R> {
  private final String id;
  private final Submission<R> submission;
  private final EmbedOptions options;
  private final @Nullable Long deadline;
  private final CompletableFuture<R> future = new CompletableFuture<>();
  private @Nullable Long firstRefusedNanos;
  private boolean refused;

  /**
   * A face that was not sent yet.
   *
   * @param deadline when it fails if it is not answered, as {@link System#nanoTime}; null: it waits
   *     as long as its stream goes on
   */
  WaitingFace(String id, Submission<R> submission, EmbedOptions options, @Nullable Long deadline) {
    this.id = id;
    this.submission = submission;
    this.options = options;
    this.deadline = deadline;
  }

  String id() {
    return id;
  }

  Submission<R> submission() {
    return submission;
  }

  EmbedOptions options() {
    return options;
  }

  CompletableFuture<R> future() {
    return future;
  }

  @Nullable Long deadline() {
    return deadline;
  }

  /** Whether somebody waits for it, and its deadline has passed. */
  boolean isOverdue(long now) {
    return deadline != null && now - deadline >= 0 && !isUnwanted();
  }

  /** Nobody waits for it: the caller has cancelled the future, or completed it himself. */
  boolean isUnwanted() {
    return future.isDone();
  }

  /** The server cannot take it now; returns how long ago that was so for the first time. */
  Duration refused(long now) {
    refused = true;
    if (firstRefusedNanos == null) {
      firstRefusedNanos = now;
    }
    return Duration.ofNanos(now - firstRefusedNanos);
  }

  /** It is sent once more. */
  void sent() {
    refused = false;
  }

  /** Whether it was refused, and not sent since. */
  boolean isRefused() {
    return refused;
  }

  /** Fails for its own deadline. */
  void expire() {
    complete(
        EmbedResult.failure(
            Failures.local(
                Status.Code.DEADLINE_EXCEEDED, "not answered within " + options.deadline(), null)));
  }

  /**
   * Completes the future on the common pool: what the caller hung on it may wait for room in the
   * stream, which replies make that only the calling thread can read.
   */
  void complete(EmbedResult result) {
    CommonPool.run(() -> submission.complete(future, result));
  }
}

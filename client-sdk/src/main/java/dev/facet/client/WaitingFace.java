package dev.facet.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** A face of a stream that is not answered. Its state is guarded by the stream's lock. */
final class WaitingFace {
  private final String id;
  private final FaceImage image;
  private final EmbedOptions options;
  private final CompletableFuture<FaceEmbedding> future = new CompletableFuture<>();
  private @Nullable Long firstRefusedNanos;
  private boolean refused;

  WaitingFace(String id, FaceImage image, EmbedOptions options) {
    this.id = id;
    this.image = image;
    this.options = options;
  }

  String id() {
    return id;
  }

  FaceImage image() {
    return image;
  }

  EmbedOptions options() {
    return options;
  }

  CompletableFuture<FaceEmbedding> future() {
    return future;
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

  /**
   * Completes the future on the common pool: what the caller hung on it may wait for room in the
   * stream, which replies make that only the calling thread can read. Not on the future's own
   * executor, which on a machine with two cores is a new thread each time.
   */
  void complete(EmbedResult result) {
    ForkJoinPool.commonPool().execute(() -> result.completes(future));
  }
}

package dev.facet.server.shadow;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.Embedder;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.similarity.Similarity;
import dev.facet.server.batching.Admission;
import dev.facet.server.batching.BatchListener;
import dev.facet.server.batching.Batched;
import dev.facet.server.batching.Batcher;
import dev.facet.server.batching.BatcherOptions;
import dev.facet.server.batching.CallCancelledException;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.ClosedException;
import dev.facet.server.batching.FairPool;
import dev.facet.server.batching.KeptThreads;
import dev.facet.server.batching.QueueFullException;
import dev.facet.server.batching.Timed;
import dev.facet.server.batching.Urgency;
import dev.facet.server.embedding.Face;
import dev.facet.server.telemetry.ShadowMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A candidate version embeds a share of the faces that the live version has embedded, and is
 * measured against it; nobody gets its embeddings.
 *
 * <p>It yields to live work: faces wait in the background for preprocessing, one thread of its own
 * embeds them, one by one, and what does not fit in its small queue is left out and counted.
 *
 * <p>Thread-safe.
 */
public final class Shadow {

  private static final int MAX_ITEMS = 64;
  private static final long MAX_BYTES = 64L << 20;

  private final Manifest manifest;
  private final FacePreprocessor preprocessor;
  private final FairPool pool;
  private final ImageDecoder decoder;
  private final EvenShare share;
  private final Tally tally;
  private final Batcher<float[], float[]> batcher;
  private final Admission admission = new Admission(MAX_ITEMS, MAX_BYTES);
  private final Caller caller = Caller.withoutDeadline(Urgency.BACKGROUND);

  /** The thread that embeds, or waits for its turn to. */
  private volatile @Nullable Thread embedding;

  /**
   * Begins.
   *
   * @param name of the candidate, for its thread: model and version
   * @param candidate must stay open until {@link #close} has completed
   * @param live the live version's manifest
   * @param share part of the faces that are embedded again: above 0, at most 1
   * @param threads lends the thread that uses the engine
   * @param pool where images become tensors; stays the caller's
   * @param decoder decodes image files
   * @param nanoTime the clock of durations, as {@link System#nanoTime}
   * @param metrics those of the model
   * @throws NotComparableException if the candidate gives embeddings of another dimension
   * @throws IllegalArgumentException if the share is out of its range
   */
  public Shadow(
      String name,
      Embedder candidate,
      Manifest live,
      double share,
      KeptThreads threads,
      FairPool pool,
      ImageDecoder decoder,
      LongSupplier nanoTime,
      ShadowMetrics metrics)
      throws NotComparableException {
    this.manifest = candidate.manifest();
    if (!isComparableWith(live)) {
      throw new NotComparableException(manifest.output().dimension(), live.output().dimension());
    }
    this.preprocessor = new FacePreprocessor(manifest.input(), manifest.alignment());
    this.pool = pool;
    this.decoder = decoder;
    this.share = new EvenShare(share);
    this.tally = new Tally(metrics);
    // One face at a time: a live batch that comes meanwhile waits for no more.
    this.batcher =
        new Batcher<>(
            "facet-shadow-" + name,
            threads,
            new BatcherOptions(1, 1),
            nanoTime,
            new BatchListener() {},
            index -> tensors -> embed(candidate, tensors));
  }

  /**
   * Takes a face that the live version has embedded, or leaves it out. Never waits, never throws,
   * and does nothing once this is closed.
   *
   * @param face the face; kept until its turn where the candidate needs another tensor
   * @param live manifest of the version that embedded it, which may be another than at the
   *     beginning; a face of a version of another dimension is passed over
   * @param tensor what the face was to that version; kept, and not to be changed
   * @param embedding what that version made of it; kept, and not to be changed
   */
  public void offer(Face face, Manifest live, float[] tensor, float[] embedding) {
    if (caller.isCancelled() || !isComparableWith(live) || !share.picksNext()) {
      return;
    }
    boolean sameTensor = takesTensorsOf(live);
    Admission.Permit permit;
    try {
      permit = admission.admit(tensorBytes() + (sameTensor ? 0 : face.bytes()));
    } catch (QueueFullException e) {
      tally.skipped();
      return;
    }
    CompletableFuture<Timed<float[]>> prepared =
        sameTensor
            ? CompletableFuture.completedFuture(new Timed<>(tensor, Duration.ZERO, Duration.ZERO))
            : pool.submit(caller, () -> tensor(face));
    var unused =
        prepared
            .thenCompose(
                own ->
                    batcher
                        .submit(caller, own.value())
                        .thenAccept(batched -> compare(embedding, own.queued(), batched)))
            .whenComplete(
                (done, failure) -> {
                  permit.release();
                  if (failure != null && !isEnd(failure)) {
                    tally.failed();
                  }
                });
  }

  /** How it did so far; also after the end. */
  public ShadowReport report() {
    return tally.report();
  }

  /**
   * Ends it: what waits is dropped and counted nowhere, what the engine has begun is finished.
   * Returns at once; idempotent.
   *
   * @return completes, always normally, when the candidate's engine is no longer used
   */
  public CompletableFuture<Void> close() {
    caller.cancel();
    Thread waiting = embedding;
    if (waiting != null) {
      waiting.interrupt(); // else it waits for its turn as long as live work does not pause
    }
    return batcher.closeNow();
  }

  private boolean isComparableWith(Manifest live) {
    return manifest.output().dimension() == live.output().dimension();
  }

  /** Mirrored faces are made by the engine, of the tensor. */
  private boolean takesTensorsOf(Manifest live) {
    return manifest.input().equals(live.input())
        && manifest.alignment().template() == live.alignment().template();
  }

  private long tensorBytes() {
    Manifest.Input input = manifest.input();
    return (long) Float.BYTES * input.channels().count() * input.height() * input.width();
  }

  private float[] tensor(Face face) throws BadImageException {
    return preprocessor.tensor(face.source().image(decoder), face.landmarks());
  }

  private void compare(float[] embedding, Duration queued, Batched<float[]> batched) {
    double cosine = Similarity.cosine(embedding, batched.output());
    if (Double.isNaN(cosine)) {
      tally.failed();
    } else {
      tally.compared(cosine, queued.plus(batched.queued()), batched.inference());
    }
  }

  /** Whether a face was dropped since this was closed, or the server is. */
  private static boolean isEnd(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof CallCancelledException
        || cause instanceof ClosedException
        || cause instanceof InterruptedException;
  }

  private List<float[]> embed(Embedder candidate, List<float[]> tensors)
      throws InterruptedException {
    embedding = Thread.currentThread();
    try {
      // Set before this is asked: either close() sees the thread, or this sees the end.
      if (caller.isCancelled()) {
        throw new InterruptedException("closed");
      }
      return List.of(candidate.embedInBackground(tensors.toArray(new float[0][])));
    } finally {
      embedding = null;
    }
  }
}

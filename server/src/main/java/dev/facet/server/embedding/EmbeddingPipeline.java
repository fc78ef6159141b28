package dev.facet.server.embedding;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.ImageDecoder;
import dev.facet.server.batching.Batched;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.FairPool;
import dev.facet.server.batching.QueueFullException;
import dev.facet.server.batching.Timed;
import dev.facet.server.registry.Lease;
import dev.facet.server.registry.LoadedEmbedder;
import dev.facet.server.telemetry.ServerMetrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Embeds faces: takes a permit of the model, waits at its gate, makes a tensor of the image in the
 * preprocessing pool, and hands it to the model's batcher. Thread-safe.
 */
public final class EmbeddingPipeline {

  private final FairPool pool;
  private final ImageDecoder decoder;
  private final EmbeddedListener listener;
  private final ServerMetrics metrics;

  /**
   * A pipeline.
   *
   * @param pool where images become tensors; stays the caller's
   * @param decoder decodes image files
   * @param listener is told of every face that was embedded
   * @param metrics counts what is refused
   */
  public EmbeddingPipeline(
      FairPool pool, ImageDecoder decoder, EmbeddedListener listener, ServerMetrics metrics) {
    this.pool = pool;
    this.decoder = decoder;
    this.listener = listener;
    this.metrics = metrics;
  }

  /**
   * Embeds one face by a version that is held for it alone.
   *
   * @param lease closed when the future completes
   * @see #embed(Caller, LoadedEmbedder, Face)
   */
  public CompletableFuture<EmbeddedFace> embed(
      Caller caller, Lease<LoadedEmbedder> lease, Face face) {
    return embed(caller, lease.model(), face).whenComplete((embedded, failure) -> lease.close());
  }

  /**
   * Embeds one face.
   *
   * @param caller on whose behalf
   * @param model which the caller holds until the future completes
   * @param face the face
   * @return never throws: completes with the embedding, or with {@link QueueFullException}, {@link
   *     BadImageException}, what the engine threw, or that the item was dropped. It completes on a
   *     worker: what depends on it must be quick
   */
  public CompletableFuture<EmbeddedFace> embed(Caller caller, LoadedEmbedder model, Face face) {
    try {
      return model
          .entrance()
          .admit(caller, face.bytes(), waited -> embed(caller, model, face, waited));
    } catch (QueueFullException e) {
      metrics.rejected(model.name());
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Embeds a face of a photo that was admitted before, elsewhere.
   *
   * @param face what the tensor was made of
   * @param tensor what the model takes
   * @see #embed(Caller, LoadedEmbedder, Face)
   */
  public CompletableFuture<EmbeddedFace> embedPrepared(
      Caller caller, LoadedEmbedder model, Face face, float[] tensor) {
    Timed<float[]> prepared = new Timed<>(tensor, Duration.ZERO, Duration.ZERO);
    return model.entrance().enter(caller, waited -> run(caller, model, face, waited, prepared));
  }

  private CompletableFuture<EmbeddedFace> embed(
      Caller caller, LoadedEmbedder model, Face face, Duration waited) {
    return pool.submit(caller, () -> tensor(model, face))
        .thenCompose(tensor -> run(caller, model, face, waited, tensor));
  }

  private CompletableFuture<EmbeddedFace> run(
      Caller caller, LoadedEmbedder model, Face face, Duration waited, Timed<float[]> tensor) {
    return model
        .batcher()
        .submit(caller, tensor.value())
        .thenApply(
            batched -> {
              listener.embedded(model, face, tensor.value(), batched.output());
              return embedded(waited, tensor, batched);
            });
  }

  private float[] tensor(LoadedEmbedder model, Face face) throws BadImageException {
    return model.preprocessor().tensor(face.source().image(decoder), face.landmarks());
  }

  private static EmbeddedFace embedded(
      Duration waited, Timed<float[]> tensor, Batched<float[]> batched) {
    return new EmbeddedFace(
        batched.output(),
        waited.plus(tensor.queued()).plus(batched.queued()),
        tensor.elapsed(),
        batched.inference(),
        batched.batchSize());
  }
}

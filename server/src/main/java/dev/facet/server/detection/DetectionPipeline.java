package dev.facet.server.detection;

import dev.facet.model.detection.FoundFace;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Pixels;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.FairPool;
import dev.facet.server.batching.QueueFullException;
import dev.facet.server.embedding.EmbeddedFace;
import dev.facet.server.embedding.EmbeddingPipeline;
import dev.facet.server.embedding.Face;
import dev.facet.server.registry.Lease;
import dev.facet.server.registry.LoadedDetector;
import dev.facet.server.registry.LoadedEmbedder;
import dev.facet.server.telemetry.ServerMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Finds faces in photos, and embeds them: a photo takes a permit of the detector and a place behind
 * its gate, and keeps both until all its faces are embedded; so what photos and their faces hold is
 * bounded by the places. Thread-safe.
 */
public final class DetectionPipeline {

  private final FairPool pool;
  private final ImageDecoder decoder;
  private final EmbeddingPipeline embedding;
  private final ServerMetrics metrics;

  /**
   * A pipeline.
   *
   * @param pool where photos are decoded and what networks give is read; stays the caller's
   * @param decoder decodes image files
   * @param embedding embeds the faces
   * @param metrics counts what is refused
   */
  public DetectionPipeline(
      FairPool pool, ImageDecoder decoder, EmbeddingPipeline embedding, ServerMetrics metrics) {
    this.pool = pool;
    this.decoder = decoder;
    this.embedding = embedding;
    this.metrics = metrics;
  }

  /**
   * Finds the faces of a photo.
   *
   * @param caller on whose behalf
   * @param lease closed when the future completes
   * @param photo the photo; its landmarks are not looked at
   * @param wanted which of its faces
   * @return never throws: completes with the faces, of which there may be none; or with {@link
   *     QueueFullException}, {@link BadImageException}, what the engine threw, or that the photo
   *     was dropped. It completes on a thread that others wait for: what depends on it must be
   *     quick
   */
  public CompletableFuture<FoundFaces> detect(
      Caller caller, Lease<LoadedDetector> lease, Face photo, WantedFaces wanted) {
    return admitted(
        caller,
        lease,
        photo,
        () ->
            PhotoSearch.run(
                caller, lease.model(), pool, decoder, photo, wanted, (pixels, found) -> found));
  }

  /**
   * Finds the faces of a photo and embeds those that are wanted.
   *
   * @param model embeds them; the caller holds it until the future completes
   * @see #detect
   */
  public CompletableFuture<EmbeddedPhoto> embed(
      Caller caller,
      Lease<LoadedDetector> lease,
      LoadedEmbedder model,
      Face photo,
      WantedFaces wanted) {
    return admitted(
        caller,
        lease,
        photo,
        () ->
            PhotoSearch.run(
                    caller,
                    lease.model(),
                    pool,
                    decoder,
                    photo,
                    wanted,
                    (pixels, found) -> prepare(model, pixels, found))
                .thenCompose(prepared -> embed(caller, model, photo, prepared)));
  }

  private <T> CompletableFuture<T> admitted(
      Caller caller, Lease<LoadedDetector> lease, Face photo, Supplier<CompletableFuture<T>> work) {
    CompletableFuture<T> outcome;
    try {
      outcome = lease.model().entrance().admit(caller, photo.bytes(), waited -> work.get());
    } catch (QueueFullException e) {
      metrics.rejected(lease.model().name());
      outcome = CompletableFuture.failedFuture(e);
    }
    return outcome.whenComplete((done, failure) -> lease.close());
  }

  /** What was found, and a tensor for each face, made while the photo is at hand. */
  private record Prepared(FoundFaces found, List<float[]> tensors) {}

  private Prepared prepare(LoadedEmbedder model, Pixels photo, FoundFaces found)
      throws BadImageException {
    List<float[]> tensors = new ArrayList<>();
    for (FoundFace face : found.faces()) {
      tensors.add(model.preprocessor().tensor(photo, face.landmarks()));
    }
    return new Prepared(found, tensors);
  }

  private CompletableFuture<EmbeddedPhoto> embed(
      Caller caller, LoadedEmbedder model, Face photo, Prepared prepared) {
    List<CompletableFuture<EmbeddedFace>> embeddings = new ArrayList<>();
    for (int i = 0; i < prepared.tensors().size(); i++) {
      Face face =
          new Face(photo.bytes(), photo.source(), prepared.found().faces().get(i).landmarks());
      embeddings.add(embedding.embedPrepared(caller, model, face, prepared.tensors().get(i)));
    }
    return CompletableFuture.allOf(embeddings.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                new EmbeddedPhoto(
                    prepared.found(),
                    embeddings.stream().map(each -> each.join().values()).toList()));
  }
}

package dev.facet.server.rpc;

import dev.facet.model.detection.SearchOptions;
import dev.facet.server.batching.Caller;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.detection.DetectionPipeline;
import dev.facet.server.detection.EmbeddedPhoto;
import dev.facet.server.detection.WantedFaces;
import dev.facet.server.embedding.Face;
import dev.facet.server.registry.Lease;
import dev.facet.server.registry.LoadedDetector;
import dev.facet.server.registry.LoadedEmbedder;
import dev.facet.server.registry.ModelRegistry;
import dev.facet.v1.DetectOptions;
import dev.facet.v1.Detections;
import dev.facet.v1.EmbeddedFaces;
import dev.facet.v1.FaceImage;
import dev.facet.v1.FaceSelection;
import java.util.concurrent.CompletableFuture;

/** Finds the faces of photos for the calls that ask for it. Thread-safe. */
final class Photos {

  private final ModelRegistry registry;
  private final DetectionPipeline pipeline;
  private final FaceReader faces;
  private final ServerConfig.Limits limits;

  Photos(
      ModelRegistry registry,
      DetectionPipeline pipeline,
      FaceReader faces,
      ServerConfig.Limits limits) {
    this.registry = registry;
    this.pipeline = pipeline;
    this.faces = faces;
    this.limits = limits;
  }

  /** A photo that was embedded, and by which detector its faces were found. */
  record Embedded(EmbeddedPhoto photo, LoadedDetector detector) {}

  /** Finds the faces of a photo. */
  CompletableFuture<Detections> detect(Caller caller, FaceImage image, DetectOptions options)
      throws Exception {
    Face photo = photo(image);
    WantedFaces wanted = wanted(options, FaceSelection.FACE_SELECTION_ALL, Integer.MAX_VALUE);
    Lease<LoadedDetector> lease = lease(options);
    return pipeline
        .detect(caller, lease, photo, wanted)
        .thenApply(found -> DetectionReplies.detections(found, lease.model()));
  }

  /**
   * Finds the faces of a photo and embeds all of them, unless the options say which, by a version
   * that is held for it alone.
   *
   * @param lease closed when the future completes
   * @return never throws
   */
  CompletableFuture<EmbeddedFaces> embed(
      Caller caller, Lease<LoadedEmbedder> lease, FaceImage image, DetectOptions options) {
    return embed(caller, lease.model(), image, options)
        .whenComplete((embedded, failure) -> lease.close());
  }

  /**
   * Does the same by a version that the caller holds until the future completes.
   *
   * @return never throws
   */
  CompletableFuture<EmbeddedFaces> embed(
      Caller caller, LoadedEmbedder model, FaceImage image, DetectOptions options) {
    return embed(caller, model, image, options, FaceSelection.FACE_SELECTION_ALL)
        .thenApply(embedded -> DetectionReplies.embedded(embedded.photo(), embedded.detector()));
  }

  /**
   * Finds the faces of a photo and embeds them.
   *
   * @param model embeds them; the caller holds it until the future completes
   * @param unspecified which faces are meant where the options do not say
   * @return never throws
   */
  CompletableFuture<Embedded> embed(
      Caller caller,
      LoadedEmbedder model,
      FaceImage image,
      DetectOptions options,
      FaceSelection unspecified) {
    try {
      Face photo = photo(image);
      WantedFaces wanted = wanted(options, unspecified, limits.maxFaces());
      Lease<LoadedDetector> lease = lease(options);
      return pipeline
          .embed(caller, lease, model, photo, wanted)
          .thenApply(embedded -> new Embedded(embedded, lease.model()));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Face photo(FaceImage image) throws Exception {
    if (image.hasLandmarks()) {
      throw InvalidRequestException.field(
          "image.landmarks", "set", "none, where faces are to be found");
    }
    return faces.read(image);
  }

  private Lease<LoadedDetector> lease(DetectOptions options) throws Exception {
    return registry.acquireDetector(options.getDetector(), options.getDetectorVersion());
  }

  private WantedFaces wanted(DetectOptions options, FaceSelection unspecified, int most)
      throws InvalidRequestException {
    double score =
        options.hasMinScore() ? options.getMinScore() : SearchOptions.DEFAULT.leastScore();
    if (!(score >= 0 && score <= 1)) {
      throw InvalidRequestException.field("min_score", score, "0 to 1");
    }
    if (options.getMinSize() < 0) {
      throw InvalidRequestException.field("min_size", options.getMinSize(), "0 or more");
    }
    return new WantedFaces(
        selection(options.getSelect(), unspecified),
        most,
        new SearchOptions(score, options.getMinSize(), limits.maxTiles()));
  }

  private static dev.facet.model.detection.FaceSelection selection(
      FaceSelection asked, FaceSelection unspecified) throws InvalidRequestException {
    return switch (asked == FaceSelection.FACE_SELECTION_UNSPECIFIED ? unspecified : asked) {
      case FACE_SELECTION_ALL -> dev.facet.model.detection.FaceSelection.ALL;
      case FACE_SELECTION_LARGEST -> dev.facet.model.detection.FaceSelection.LARGEST;
      case FACE_SELECTION_CENTRAL -> dev.facet.model.detection.FaceSelection.CENTRAL;
      case FACE_SELECTION_UNSPECIFIED, UNRECOGNIZED ->
          throw InvalidRequestException.field(
              "select",
              "unknown",
              "FACE_SELECTION_ALL, FACE_SELECTION_LARGEST or FACE_SELECTION_CENTRAL");
    };
  }
}

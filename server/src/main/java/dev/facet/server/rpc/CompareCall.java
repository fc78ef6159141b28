package dev.facet.server.rpc;

import dev.facet.model.detection.FoundFace;
import dev.facet.model.similarity.Similarity;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.Urgency;
import dev.facet.server.detection.EmbeddedPhoto;
import dev.facet.server.embedding.EmbeddingPipeline;
import dev.facet.server.registry.Lease;
import dev.facet.server.registry.LoadedEmbedder;
import dev.facet.server.registry.ModelRegistry;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.CompareResponse;
import dev.facet.v1.FaceSelection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How Compare works: finds faces where that is asked for, embeds what is an image, and compares
 * what is of one space.
 */
final class CompareCall {

  private final ModelRegistry registry;
  private final EmbeddingPipeline pipeline;
  private final Photos photos;
  private final FaceReader faces;

  CompareCall(ModelRegistry registry, EmbeddingPipeline pipeline, Photos photos, FaceReader faces) {
    this.registry = registry;
    this.pipeline = pipeline;
    this.photos = photos;
    this.faces = faces;
  }

  /** One side, embedded; with the face of a photo that was searched. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  private record Side(float[] values, @Nullable FoundFace face) {}

  CompletableFuture<CompareResponse> compare(CompareRequest request, CallScope scope)
      throws Exception {
    if (request.getDetect().getSelect() == FaceSelection.FACE_SELECTION_ALL) {
      throw InvalidRequestException.field(
          "detect.select",
          request.getDetect().getSelect(),
          "FACE_SELECTION_LARGEST or FACE_SELECTION_CENTRAL");
    }
    Operand first = Operand.read("first", request.getFirst(), faces);
    Operand second = Operand.read("second", request.getSecond(), faces);
    scope.take(Math.max(images(first) + images(second), 1));
    if (first instanceof Operand.Vector a && second instanceof Operand.Vector b) {
      return CompletableFuture.completedFuture(compare(request, a, b));
    }
    Caller caller = scope.caller(request.getPriority(), Urgency.INTERACTIVE);
    Lease<LoadedEmbedder> lease = lease(request, first, second);
    try {
      return compare(request, first, second, lease.model(), caller)
          .whenComplete((response, failure) -> lease.close());
    } catch (Exception e) {
      lease.close();
      throw e;
    }
  }

  private static int images(Operand operand) {
    return operand instanceof Operand.Image ? 1 : 0;
  }

  /** Nothing is embedded; the model that made them is only asked for its calibration. */
  private CompareResponse compare(CompareRequest request, Operand.Vector a, Operand.Vector b)
      throws Exception {
    Operand.Space.requireSame(a.space(), b.space());
    try (Lease<LoadedEmbedder> lease = leaseOfSpace(request, a, b)) {
      LoadedEmbedder model = lease == null ? null : lease.model();
      DecisionRule rule = DecisionRule.read(request, model);
      return response(a.values(), b.values(), rule, model).build();
    }
  }

  /**
   * Where one side is an embedding and no version is named: the version that made it, if loaded.
   */
  private Lease<LoadedEmbedder> lease(CompareRequest request, Operand first, Operand second)
      throws Exception {
    String key = RoutingKey.read(request.getRoutingKey());
    Lease<LoadedEmbedder> ofSpace =
        request.getVersion() == 0 ? leaseOfSpace(request, first, second) : null;
    return ofSpace != null
        ? ofSpace
        : registry.acquire(request.getModel(), request.getVersion(), key);
  }

  private @Nullable Lease<LoadedEmbedder> leaseOfSpace(
      CompareRequest request, Operand first, Operand second) throws Exception {
    for (Operand operand : List.of(first, second)) {
      if (operand instanceof Operand.Vector vector && !vector.digest().isEmpty()) {
        Lease<LoadedEmbedder> lease = registry.acquireSpace(request.getModel(), vector.digest());
        if (lease != null) {
          return lease;
        }
      }
    }
    return null;
  }

  private CompletableFuture<CompareResponse> compare(
      CompareRequest request, Operand first, Operand second, LoadedEmbedder model, Caller caller)
      throws Exception {
    Operand.Space space = new Operand.Space(model.digest(), model.manifest().output().dimension());
    Operand.Space.requireSame(first.space(space), second.space(space));
    DecisionRule rule = DecisionRule.read(request, model);
    CompletableFuture<Side> a = side("first", first, request, model, caller);
    CompletableFuture<Side> b = side("second", second, request, model, caller);
    // Both are awaited even if one fails, since the lease ends with this future.
    return CompletableFuture.allOf(a, b)
        .thenApply(done -> response(a.join(), b.join(), rule, model));
  }

  private CompletableFuture<Side> side(
      String name, Operand operand, CompareRequest request, LoadedEmbedder model, Caller caller) {
    if (operand instanceof Operand.Vector vector) {
      return CompletableFuture.completedFuture(new Side(vector.values(), null));
    }
    Operand.Image image = (Operand.Image) operand;
    if (!request.hasDetect()) {
      return pipeline
          .embed(caller, model, image.face())
          .thenApply(embedded -> new Side(embedded.values(), null));
    }
    return photos
        .embed(
            caller, model, image.image(), request.getDetect(), FaceSelection.FACE_SELECTION_LARGEST)
        .thenCompose(embedded -> onlyFace(name, embedded.photo()));
  }

  private static CompletableFuture<Side> onlyFace(String name, EmbeddedPhoto photo) {
    if (photo.embeddings().isEmpty()) {
      return CompletableFuture.failedFuture(
          new InvalidRequestException(
              InvalidRequestException.Reason.NO_FACE,
              name + ".image: no face found (expected: a photo of a face)"));
    }
    return CompletableFuture.completedFuture(
        new Side(photo.embeddings().get(0), photo.found().faces().get(0)));
  }

  private static CompareResponse response(
      Side a, Side b, @Nullable DecisionRule rule, LoadedEmbedder model) {
    CompareResponse.Builder response =
        response(a.values(), b.values(), rule, model).setModel(Replies.ref(model));
    if (a.face() != null) {
      response.setFirstFace(DetectionReplies.face(a.face()));
    }
    if (b.face() != null) {
      response.setSecondFace(DetectionReplies.face(b.face()));
    }
    return response.build();
  }

  private static CompareResponse.Builder response(
      float[] a, float[] b, @Nullable DecisionRule rule, @Nullable LoadedEmbedder model) {
    double cosine = Similarity.cosine(a, b);
    CompareResponse.Builder response =
        CompareResponse.newBuilder()
            .setCosineSimilarity((float) cosine)
            .setEuclideanDistance(
                (float) Similarity.euclidean(Similarity.normalize(a), Similarity.normalize(b)));
    DecisionRule.far(cosine, model).ifPresent(response::setFar);
    if (rule != null) {
      response.setDecision(rule.decide(cosine));
    }
    return response;
  }
}

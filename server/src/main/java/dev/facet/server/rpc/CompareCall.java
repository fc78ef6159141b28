package dev.facet.server.rpc;

import dev.facet.model.similarity.Similarity;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.Urgency;
import dev.facet.server.embedding.EmbeddedFace;
import dev.facet.server.embedding.EmbeddingPipeline;
import dev.facet.server.registry.Lease;
import dev.facet.server.registry.LoadedModel;
import dev.facet.server.registry.ModelRegistry;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.CompareResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How Compare works: embeds what is an image, and compares what is of one space. */
final class CompareCall {

  private final ModelRegistry registry;
  private final EmbeddingPipeline pipeline;
  private final FaceReader faces;

  CompareCall(ModelRegistry registry, EmbeddingPipeline pipeline, FaceReader faces) {
    this.registry = registry;
    this.pipeline = pipeline;
    this.faces = faces;
  }

  CompletableFuture<CompareResponse> compare(CompareRequest request, CallScope scope)
      throws Exception {
    Operand first = Operand.read("first", request.getFirst(), faces);
    Operand second = Operand.read("second", request.getSecond(), faces);
    if (first instanceof Operand.Vector a && second instanceof Operand.Vector b) {
      Operand.Space.requireSame(a.space(), b.space());
      return CompletableFuture.completedFuture(response(a.values(), b.values()).build());
    }
    Caller caller = scope.caller(request.getPriority(), Urgency.INTERACTIVE);
    Lease lease = lease(request, first, second);
    try {
      return compare(first, second, lease.model(), caller)
          .whenComplete((response, failure) -> lease.close());
    } catch (InvalidRequestException e) {
      lease.close();
      throw e;
    }
  }

  /**
   * Where one side is an embedding and no version is named: the version that made it, if loaded.
   */
  private Lease lease(CompareRequest request, Operand first, Operand second) throws Exception {
    String key = RoutingKey.read(request.getRoutingKey());
    if (request.getVersion() == 0) {
      for (Operand operand : List.of(first, second)) {
        if (operand instanceof Operand.Vector vector && !vector.digest().isEmpty()) {
          Lease lease = registry.acquireSpace(request.getModel(), vector.digest());
          if (lease != null) {
            return lease;
          }
        }
      }
    }
    return registry.acquire(request.getModel(), request.getVersion(), key);
  }

  private CompletableFuture<CompareResponse> compare(
      Operand first, Operand second, LoadedModel model, Caller caller)
      throws InvalidRequestException {
    Operand.Space space = new Operand.Space(model.digest(), model.manifest().output().dimension());
    Operand.Space.requireSame(first.space(space), second.space(space));
    CompletableFuture<float[]> a = values(first, model, caller);
    CompletableFuture<float[]> b = values(second, model, caller);
    // Both are awaited even if one fails, since the lease ends with this future.
    return CompletableFuture.allOf(a, b)
        .thenApply(done -> response(a.join(), b.join()).setModel(Replies.ref(model)).build());
  }

  private CompletableFuture<float[]> values(Operand operand, LoadedModel model, Caller caller) {
    if (operand instanceof Operand.Image image) {
      return pipeline.embed(caller, model, image.face()).thenApply(EmbeddedFace::values);
    }
    return CompletableFuture.completedFuture(((Operand.Vector) operand).values());
  }

  private static CompareResponse.Builder response(float[] a, float[] b) {
    return CompareResponse.newBuilder()
        .setCosineSimilarity((float) Similarity.cosine(a, b))
        .setEuclideanDistance(
            (float) Similarity.euclidean(Similarity.normalize(a), Similarity.normalize(b)));
  }
}

package dev.facet.server.rpc;

import dev.facet.server.batching.Caller;
import dev.facet.server.batching.Urgency;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.embedding.EmbeddingPipeline;
import dev.facet.server.embedding.Face;
import dev.facet.server.registry.Lease;
import dev.facet.server.registry.LoadedEmbedder;
import dev.facet.server.registry.ModelRegistry;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.CompareResponse;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResponse;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.FaceImage;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** {@code facet.v1.EmbeddingService}. No method waits: replies are sent by the workers. */
final class EmbeddingService extends EmbeddingServiceGrpc.EmbeddingServiceImplBase {

  private final ModelRegistry registry;
  private final EmbeddingPipeline pipeline;
  private final StatusTable statuses;
  private final LongSupplier nanoTime;
  private final FaceReader faces;
  private final Photos photos;
  private final int maxBatchImages;
  private final int maxInFlight;

  EmbeddingService(
      ModelRegistry registry,
      EmbeddingPipeline pipeline,
      FaceReader faces,
      Photos photos,
      StatusTable statuses,
      LongSupplier nanoTime,
      ServerConfig config) {
    this.registry = registry;
    this.pipeline = pipeline;
    this.statuses = statuses;
    this.nanoTime = nanoTime;
    this.faces = faces;
    this.photos = photos;
    this.maxBatchImages = config.limits().maxBatchImages();
    this.maxInFlight = config.stream().maxInFlight();
  }

  @Override
  public void embed(EmbedRequest request, StreamObserver<EmbedResponse> observer) {
    UnaryReply.send(observer, statuses, () -> embed(request, scope(observer)));
  }

  @Override
  public void embedBatch(EmbedBatchRequest request, StreamObserver<EmbedBatchResponse> observer) {
    UnaryReply.send(observer, statuses, () -> embedBatch(request, scope(observer)));
  }

  @Override
  public void compare(CompareRequest request, StreamObserver<CompareResponse> observer) {
    CompareCall call = new CompareCall(registry, pipeline, photos, faces);
    UnaryReply.send(observer, statuses, () -> call.compare(request, scope(observer)));
  }

  @Override
  public StreamObserver<EmbedStreamRequest> embedStream(
      StreamObserver<EmbedStreamResponse> observer) {
    ServerCallStreamObserver<EmbedStreamResponse> call =
        (ServerCallStreamObserver<EmbedStreamResponse>) observer;
    return new EmbedStreamCall(
        call,
        new CallScope(call, nanoTime),
        registry,
        pipeline,
        photos,
        faces,
        statuses,
        maxInFlight);
  }

  private CompletableFuture<EmbedResponse> embed(EmbedRequest request, CallScope scope)
      throws Exception {
    scope.take(1);
    if (request.hasDetect()) {
      return embedPhoto(request, scope);
    }
    Face face = faces.read(request.getImage());
    Caller caller = scope.caller(request.getPriority(), Urgency.INTERACTIVE);
    Lease<LoadedEmbedder> lease =
        registry.acquire(
            request.getModel(), request.getVersion(), RoutingKey.read(request.getRoutingKey()));
    return pipeline
        .embed(caller, lease, face)
        .thenApply(
            embedded ->
                EmbedResponse.newBuilder()
                    .setEmbedding(Replies.embedding(embedded.values()))
                    .setModel(Replies.ref(lease.model()))
                    .setTiming(Replies.timing(embedded))
                    .build());
  }

  private CompletableFuture<EmbedResponse> embedPhoto(EmbedRequest request, CallScope scope)
      throws Exception {
    Caller caller = scope.caller(request.getPriority(), Urgency.INTERACTIVE);
    Lease<LoadedEmbedder> lease =
        registry.acquire(
            request.getModel(), request.getVersion(), RoutingKey.read(request.getRoutingKey()));
    return photos
        .embed(caller, lease, request.getImage(), request.getDetect())
        .thenApply(
            embedded ->
                EmbedResponse.newBuilder()
                    .setFaces(embedded)
                    .setModel(Replies.ref(lease.model()))
                    .build());
  }

  private CompletableFuture<EmbedBatchResponse> embedBatch(
      EmbedBatchRequest request, CallScope scope) throws Exception {
    int images = request.getImagesCount();
    if (images < 1 || images > maxBatchImages) {
      throw InvalidRequestException.field("images", images, "1 to " + maxBatchImages);
    }
    Caller caller = scope.caller(request.getPriority(), Urgency.BULK);
    Lease<LoadedEmbedder> lease =
        registry.acquire(
            request.getModel(), request.getVersion(), RoutingKey.read(request.getRoutingKey()));
    List<CompletableFuture<EmbedBatchResult>> results =
        request.getImagesList().stream()
            .map(image -> result(request, image, lease.model(), caller, scope))
            .toList();
    return CompletableFuture.allOf(results.toArray(new CompletableFuture<?>[0]))
        .whenComplete((done, failure) -> lease.close())
        .thenApply(
            done ->
                EmbedBatchResponse.newBuilder()
                    .addAllResults(results.stream().map(CompletableFuture::join).toList())
                    .setModel(Replies.ref(lease.model()))
                    .build());
  }

  /** Never fails: a failure is a result. */
  private CompletableFuture<EmbedBatchResult> result(
      EmbedBatchRequest request,
      FaceImage image,
      LoadedEmbedder model,
      Caller caller,
      CallScope scope) {
    StatusTable named = statuses.ofThisCall();
    CompletableFuture<EmbedBatchResult.Builder> result;
    try {
      scope.take(1);
      result =
          request.hasDetect()
              ? photos
                  .embed(caller, model, image, request.getDetect())
                  .thenApply(photo -> EmbedBatchResult.newBuilder().setFaces(photo))
              : pipeline
                  .embed(caller, model, faces.read(image))
                  .thenApply(
                      embedded ->
                          EmbedBatchResult.newBuilder()
                              .setEmbedding(Replies.embedding(embedded.values()))
                              .setTiming(Replies.timing(embedded)));
    } catch (Exception e) {
      result = CompletableFuture.failedFuture(e);
    }
    return result
        .exceptionally(failure -> EmbedBatchResult.newBuilder().setError(named.statusOf(failure)))
        .thenApply(EmbedBatchResult.Builder::build);
  }

  private CallScope scope(StreamObserver<?> observer) {
    return new CallScope((ServerCallStreamObserver<?>) observer, nanoTime);
  }
}

package dev.facet.server.rpc;

import dev.facet.server.batching.Caller;
import dev.facet.server.batching.Urgency;
import dev.facet.server.embedding.EmbeddingPipeline;
import dev.facet.server.embedding.Face;
import dev.facet.server.registry.HeldVersion;
import dev.facet.server.registry.Lease;
import dev.facet.server.registry.LoadedEmbedder;
import dev.facet.server.registry.ModelNotFoundException;
import dev.facet.server.registry.ModelRegistry;
import dev.facet.server.registry.WrongKindException;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One EmbedStream call. Requests come on gRPC's threads, one after the other; replies on the
 * workers', in any order.
 *
 * <p>INVARIANT: items that are read and not yet answered, and credits to read more that are given
 * to gRPC, withheld or forfeited, are together {@code maxInFlight}. A credit is withheld while the
 * client does not take its replies ({@code isReady}), so neither side of a stream piles up in
 * memory. It is forfeited by an item that found the queue full or its client's budget spent, and
 * with each item that is answered otherwise one is won back: a stream that sends more than the
 * queue takes is read more slowly, instead of being refused as fast as it can send. One credit is
 * never forfeited, for a stream with nothing under way would wait for ever.
 */
final class EmbedStreamCall implements StreamObserver<EmbedStreamRequest> {

  private static final int LONGEST_ID = 128;

  private final ServerCallStreamObserver<EmbedStreamResponse> call;
  private final CallScope scope;
  private final ModelRegistry registry;
  private final EmbeddingPipeline pipeline;
  private final Photos photos;
  private final FaceReader faces;
  private final StatusTable statuses;
  private final int maxInFlight;

  /** Keeps the items together that have no key of their own. */
  private final String ownKey = Long.toHexString(ThreadLocalRandom.current().nextLong());

  // The version that the stream stays with; only of gRPC's threads, which come one after the other.
  private @Nullable HeldVersion held;

  // All of these, and the call's outbound side, are guarded by this object's monitor.
  private int inFlight;
  private int withheldCredits;
  private int forfeitedCredits;
  private boolean halfClosed;

  EmbedStreamCall(
      ServerCallStreamObserver<EmbedStreamResponse> call,
      CallScope scope,
      ModelRegistry registry,
      EmbeddingPipeline pipeline,
      Photos photos,
      FaceReader faces,
      StatusTable statuses,
      int maxInFlight) {
    this.call = call;
    this.scope = scope;
    this.registry = registry;
    this.pipeline = pipeline;
    this.photos = photos;
    this.faces = faces;
    this.statuses = statuses.ofThisCall();
    this.maxInFlight = maxInFlight;
    scope.onEnd(this::letGo);
    call.disableAutoRequest();
    call.setOnReadyHandler(this::giveCredits);
    call.request(maxInFlight);
  }

  @Override
  public void onNext(EmbedStreamRequest request) {
    synchronized (this) {
      inFlight++;
    }
    String id = request.getCorrelationId();
    String echoedId = id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID);
    CompletableFuture<EmbedStreamResponse.Builder> response;
    try {
      response = embed(request);
    } catch (Exception e) {
      response = CompletableFuture.failedFuture(e);
    }
    var unused =
        response
            .exceptionally(
                failure -> EmbedStreamResponse.newBuilder().setError(statuses.statusOf(failure)))
            .thenAccept(builder -> answer(builder.setCorrelationId(echoedId).build()));
  }

  @Override
  public synchronized void onCompleted() {
    halfClosed = true;
    completeWhenAnswered();
  }

  /** The client is gone; its scope has dropped what waits. */
  @Override
  public void onError(Throwable cancelled) {}

  private CompletableFuture<EmbedStreamResponse.Builder> embed(EmbedStreamRequest request)
      throws Exception {
    scope.take(1);
    int idLength = request.getCorrelationId().length();
    if (idLength > LONGEST_ID) {
      throw InvalidRequestException.field(
          "correlation_id", idLength + " characters", "at most " + LONGEST_ID);
    }
    Caller caller = scope.caller(request.getPriority(), Urgency.BULK);
    if (request.hasDetect()) {
      return embedPhoto(request, caller);
    }
    Face face = faces.read(request.getImage());
    Lease<LoadedEmbedder> lease = lease(request);
    return pipeline
        .embed(caller, lease, face)
        .thenApply(
            embedded ->
                EmbedStreamResponse.newBuilder()
                    .setEmbedding(Replies.embedding(embedded.values()))
                    .setModel(Replies.ref(lease.model()))
                    .setTiming(Replies.timing(embedded)));
  }

  private CompletableFuture<EmbedStreamResponse.Builder> embedPhoto(
      EmbedStreamRequest request, Caller caller) throws Exception {
    Lease<LoadedEmbedder> lease = lease(request);
    return photos
        .embed(caller, lease, request.getImage(), request.getDetect())
        .thenApply(
            embedded ->
                EmbedStreamResponse.newBuilder()
                    .setFaces(embedded)
                    .setModel(Replies.ref(lease.model())));
  }

  private Lease<LoadedEmbedder> lease(EmbedStreamRequest request)
      throws InvalidRequestException, ModelNotFoundException, WrongKindException {
    String key = RoutingKey.read(request.getRoutingKey());
    HeldVersion holding = held;
    boolean namesNone = request.getModel().isEmpty() && request.getVersion() == 0;
    if (holding != null && namesNone && !request.getHoldVersion()) {
      return holding.lease();
    }
    Lease<LoadedEmbedder> lease =
        registry.acquire(request.getModel(), request.getVersion(), key.isEmpty() ? ownKey : key);
    if (request.getHoldVersion()) {
      letGo();
      held = HeldVersion.of(lease);
    }
    return lease;
  }

  private void letGo() {
    HeldVersion holding = held;
    if (holding != null) {
      holding.close();
    }
  }

  private synchronized void answer(EmbedStreamResponse response) {
    call.onNext(response);
    inFlight--;
    if (response.getError().getCode() == Status.Code.RESOURCE_EXHAUSTED.value()) {
      forfeitedCredits++;
      winBack(forfeitedCredits == maxInFlight ? 1 : 0);
    } else {
      withheldCredits++;
      winBack(Math.min(forfeitedCredits, 1));
    }
    giveCredits();
    completeWhenAnswered();
  }

  private synchronized void winBack(int credits) {
    forfeitedCredits -= credits;
    withheldCredits += credits;
  }

  private synchronized void giveCredits() {
    if (call.isReady() && withheldCredits > 0) {
      call.request(withheldCredits);
      withheldCredits = 0;
    }
  }

  private synchronized void completeWhenAnswered() {
    if (halfClosed && inFlight == 0) {
      call.onCompleted();
    }
  }
}

package dev.facet.server.rpc;

import dev.facet.server.batching.Urgency;
import dev.facet.v1.DetectRequest;
import dev.facet.v1.DetectResponse;
import dev.facet.v1.DetectionServiceGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** {@code facet.v1.DetectionService}. No method waits: replies are sent by the workers. */
final class DetectionService extends DetectionServiceGrpc.DetectionServiceImplBase {

  private final Photos photos;
  private final StatusTable statuses;
  private final LongSupplier nanoTime;

  DetectionService(Photos photos, StatusTable statuses, LongSupplier nanoTime) {
    this.photos = photos;
    this.statuses = statuses;
    this.nanoTime = nanoTime;
  }

  @Override
  public void detect(DetectRequest request, StreamObserver<DetectResponse> observer) {
    CallScope scope = new CallScope((ServerCallStreamObserver<?>) observer, nanoTime);
    UnaryReply.send(observer, statuses, () -> detect(request, scope));
  }

  private CompletableFuture<DetectResponse> detect(DetectRequest request, CallScope scope)
      throws Exception {
    scope.take(1);
    return photos
        .detect(
            scope.caller(request.getPriority(), Urgency.INTERACTIVE),
            request.getImage(),
            request.getOptions())
        .thenApply(found -> DetectResponse.newBuilder().setDetections(found).build());
  }
}

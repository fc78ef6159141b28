package dev.facet.benchmarks.fairness;

import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResponse;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import dev.facet.v1.FaceImage;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Calls EmbedBatch, and again once it is answered; a call that fails as a whole is the last. */
final class BatchCaller implements Neighbour, StreamObserver<EmbedBatchResponse> {

  private final EmbeddingServiceStub stub;
  private final EmbedBatchRequest request;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean calling = true;

  private BatchCaller(EmbeddingServiceStub stub, EmbedBatchRequest request) {
    this.stub = stub;
    this.request = request;
  }

  /**
   * Begins.
   *
   * @param images of which each call has some several times
   * @param size images of a call
   */
  static BatchCaller start(EmbeddingServiceStub stub, List<FaceImage> images, int size) {
    EmbedBatchRequest.Builder request = EmbedBatchRequest.newBuilder();
    for (int i = 0; i < size; i++) {
      request.addImages(images.get(i % images.size()));
    }
    BatchCaller caller = new BatchCaller(stub, request.build());
    caller.call();
    return caller;
  }

  private void call() {
    sent.addAndGet(request.getImagesCount());
    stub.embedBatch(request, this);
  }

  @Override
  public void onNext(EmbedBatchResponse response) {
    for (EmbedBatchResult result : response.getResultsList()) {
      (result.hasEmbedding() ? answered : refused).incrementAndGet();
    }
  }

  @Override
  public void onError(Throwable failure) {
    refused.addAndGet(request.getImagesCount());
  }

  @Override
  public void onCompleted() {
    if (calling) {
      call();
    }
  }

  @Override
  public Tally tally() {
    return new Tally(sent.get(), answered.get(), refused.get());
  }

  /** The call under way is the last. */
  @Override
  public void close() {
    calling = false;
  }
}

package dev.facet.benchmarks.throughput;

import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import dev.facet.v1.FaceImage;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends faces over EmbedStream calls in turn, one on each connection. What is sent to a stream that
 * does not read lies in memory until it does: a request is never held back. The moment at which a
 * request was to be sent is its correlation id.
 */
final class StreamSender implements Sender {

  private final List<StreamObserver<EmbedStreamRequest>> streams;
  private final List<FaceImage> images;
  private final Answers answers;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * Opens the streams.
   *
   * @param images at least one; sent in turn
   */
  StreamSender(List<EmbeddingServiceStub> stubs, List<FaceImage> images, Answers answers) {
    this.images = images;
    this.answers = answers;
    this.streams = stubs.stream().map(stub -> stub.embedStream(new Responses())).toList();
  }

  @Override
  public void send(long intended) {
    int index = turn.getAndIncrement();
    EmbedStreamRequest request =
        EmbedStreamRequest.newBuilder()
            .setCorrelationId(Long.toString(intended))
            .setImage(images.get(Math.floorMod(index, images.size())))
            .build();
    StreamObserver<EmbedStreamRequest> stream = streams.get(Math.floorMod(index, streams.size()));
    synchronized (stream) {
      stream.onNext(request);
    }
  }

  @Override
  public void end() {
    for (StreamObserver<EmbedStreamRequest> stream : streams) {
      synchronized (stream) {
        stream.onCompleted();
      }
    }
  }

  private final class Responses implements StreamObserver<EmbedStreamResponse> {

    @Override
    public void onNext(EmbedStreamResponse response) {
      long intended = Long.parseLong(response.getCorrelationId());
      if (response.hasEmbedding()) {
        answers.answered(intended);
      } else {
        answers.failed(intended, Status.fromCodeValue(response.getError().getCode()).getCode());
      }
    }

    /** The stream's requests stay without an answer, which is how it is seen. */
    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}

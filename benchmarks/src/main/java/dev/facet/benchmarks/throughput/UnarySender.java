package dev.facet.benchmarks.throughput;

import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import dev.facet.v1.FaceImage;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends each face in an Embed call of its own, over several connections in turn. */
final class UnarySender implements Sender {

  private final List<EmbeddingServiceStub> stubs;
  private final List<EmbedRequest> requests;
  private final Duration deadline;
  private final Answers answers;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * A sender.
   *
   * @param images at least one; sent in turn
   * @param deadline of each call, from the moment at which it is sent
   */
  UnarySender(
      List<EmbeddingServiceStub> stubs,
      List<FaceImage> images,
      Duration deadline,
      Answers answers) {
    this.stubs = stubs;
    this.requests =
        images.stream().map(image -> EmbedRequest.newBuilder().setImage(image).build()).toList();
    this.deadline = deadline;
    this.answers = answers;
  }

  @Override
  public void send(long intended) {
    int index = turn.getAndIncrement();
    stubs
        .get(Math.floorMod(index, stubs.size()))
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .embed(requests.get(Math.floorMod(index, requests.size())), new Answer(intended));
  }

  @Override
  public void end() {}

  private final class Answer implements StreamObserver<EmbedResponse> {

    private final long intended;

    Answer(long intended) {
      this.intended = intended;
    }

    /** Not yet an answer: the call may still end with an error, such as that of its deadline. */
    @Override
    public void onNext(EmbedResponse response) {}

    @Override
    public void onError(Throwable failure) {
      answers.failed(intended, Status.fromThrowable(failure).getCode());
    }

    @Override
    public void onCompleted() {
      answers.answered(intended);
    }
  }
}

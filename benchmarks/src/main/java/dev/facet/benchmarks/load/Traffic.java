package dev.facet.benchmarks.load;

import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.Embedding;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import dev.facet.v1.FaceImage;
import dev.facet.v1.ModelRef;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Embed calls and streams of faces, mixed by chance, for the server's default model. What is sent
 * to a stream that does not read lies in memory until it does: a request is never held back.
 *
 * <p>One thread sends; answers come on others.
 */
public final class Traffic {

  private static final Duration CALL_DEADLINE = Duration.ofMinutes(1);

  private final Mix mix;
  private final EmbeddingServiceStub unary;
  private final List<StreamObserver<EmbedStreamRequest>> streams;
  private final CountDownLatch openStreams;
  private final Ledger ledger;
  private final Latencies latencies;
  private final Consumer<Reply> replies;
  private final Timeline timeline;
  private final Random random;
  private int turn;

  /**
   * What is sent.
   *
   * @param images at least one; a request has any of them
   * @param unaryShare part of the requests that are calls of their own, 0 to 1; the others go to
   *     the streams in turn
   * @param seed of the chance
   */
  public record Mix(List<FaceImage> images, double unaryShare, long seed) {}

  /**
   * Opens the streams.
   *
   * @param ledger takes up every request and what comes of it
   * @param latencies takes the time of every answer
   * @param replies takes the answers that the ledger waits for; called by several threads
   */
  public Traffic(
      Connections connections,
      Mix mix,
      Ledger ledger,
      Latencies latencies,
      Consumer<Reply> replies,
      Timeline timeline) {
    this.mix = mix;
    this.ledger = ledger;
    this.latencies = latencies;
    this.replies = replies;
    this.timeline = timeline;
    this.random = new Random(mix.seed());
    this.unary = connections.unary();
    List<EmbeddingServiceStub> stubs = connections.streams();
    this.openStreams = new CountDownLatch(stubs.size());
    this.streams = stubs.stream().map(stub -> stub.embedStream(new StreamAnswers())).toList();
  }

  /**
   * Sends a request.
   *
   * @param intended moment at which it is to be sent; its latency counts from here
   */
  public void send(long intended) {
    int image = random.nextInt(mix.images().size());
    String id = ledger.open(new Ledger.Request(image, intended));
    if (streams.isEmpty() || random.nextDouble() < mix.unaryShare()) {
      EmbedRequest request = EmbedRequest.newBuilder().setImage(mix.images().get(image)).build();
      unary
          .withDeadlineAfter(CALL_DEADLINE.toSeconds(), TimeUnit.SECONDS)
          .embed(request, new UnaryAnswer(id));
      return;
    }
    turn = (turn + 1) % streams.size();
    streams
        .get(turn)
        .onNext(
            EmbedStreamRequest.newBuilder()
                .setCorrelationId(id)
                .setImage(mix.images().get(image))
                .build());
  }

  /**
   * Ends the streams and waits for all answers.
   *
   * @param bound longest wait; what has not come by then does not come
   */
  public void end(Duration bound) throws InterruptedException {
    streams.forEach(StreamObserver::onCompleted);
    ledger.awaitOpen(0, bound);
    // A stream that has ended has nothing more to say, so that no late duplicate is missed.
    if (!openStreams.await(bound.toMillis(), TimeUnit.MILLISECONDS)) {
      ledger.callFailed(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  private void answered(String id, ModelRef model, Embedding embedding) {
    long now = timeline.nanoTime();
    ledger
        .answered(id)
        .ifPresent(
            request -> {
              latencies.record(now - request.intended());
              replies.accept(new Reply(request.image(), model, embedding));
            });
  }

  private final class StreamAnswers implements StreamObserver<EmbedStreamResponse> {

    @Override
    public void onNext(EmbedStreamResponse response) {
      if (response.hasEmbedding()) {
        answered(response.getCorrelationId(), response.getModel(), response.getEmbedding());
      } else {
        int code = response.getError().getCode();
        ledger.failed(response.getCorrelationId(), Status.fromCodeValue(code).getCode());
      }
    }

    @Override
    public void onError(Throwable failure) {
      ledger.callFailed(Status.fromThrowable(failure).getCode());
      openStreams.countDown();
    }

    @Override
    public void onCompleted() {
      openStreams.countDown();
    }
  }

  private final class UnaryAnswer implements StreamObserver<EmbedResponse> {

    private final String id;

    UnaryAnswer(String id) {
      this.id = id;
    }

    @Override
    public void onNext(EmbedResponse response) {
      answered(id, response.getModel(), response.getEmbedding());
    }

    @Override
    public void onError(Throwable failure) {
      ledger.failed(id, Status.fromThrowable(failure).getCode());
    }

    @Override
    public void onCompleted() {}
  }
}

package dev.facet.benchmarks.fairness;

import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import dev.facet.v1.FaceImage;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A stream that sends whenever flow control lets it, whatever it is answered. */
final class Flood
    implements Neighbour, ClientResponseObserver<EmbedStreamRequest, EmbedStreamResponse> {

  private final List<FaceImage> images;
  private final boolean reading;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable ClientCallStreamObserver<EmbedStreamRequest> call;

  private Flood(List<FaceImage> images, boolean reading) {
    this.images = images;
    this.reading = reading;
  }

  /**
   * Begins.
   *
   * @param images sent in turn
   * @param reading whether it takes any reply
   */
  static Flood start(EmbeddingServiceStub stub, List<FaceImage> images, boolean reading) {
    Flood flood = new Flood(images, reading);
    var unused = stub.embedStream(flood);
    return flood;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<EmbedStreamRequest> requests) {
    call = requests;
    requests.setOnReadyHandler(this::sendWhileReady);
    if (!reading) {
      requests.disableAutoRequestWithInitial(0);
    }
  }

  /** Runs on the connection's thread. */
  private void sendWhileReady() {
    ClientCallStreamObserver<EmbedStreamRequest> requests = Objects.requireNonNull(call);
    while (requests.isReady()) {
      FaceImage image = images.get((int) (sent.getAndIncrement() % images.size()));
      requests.onNext(EmbedStreamRequest.newBuilder().setImage(image).build());
    }
  }

  @Override
  public void onNext(EmbedStreamResponse response) {
    (response.hasEmbedding() ? answered : refused).incrementAndGet();
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}

  @Override
  public Tally tally() {
    return new Tally(sent.get(), answered.get(), refused.get());
  }

  @Override
  public void close() {
    Objects.requireNonNull(call).cancel("enough", null);
  }
}

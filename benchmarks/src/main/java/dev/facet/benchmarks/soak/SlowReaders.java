package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Ledger;
import dev.facet.benchmarks.load.Reply;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.FaceImage;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Clients that send more over a stream than they read: each time, one of them sends a face and
 * reads a reply, and all the while the replies of many more wait for it, so that the server must
 * hold back. At the end they read them all.
 */
final class SlowReaders implements Party {

  /** Bytes that come to a client that does not read: a few replies. */
  static final int WINDOW = 16 << 10;

  /** Faces that are sent and whose replies are not read; more than a stream has under way. */
  private static final int UNREAD = 160;

  private final List<FaceImage> images;
  private final Consumer<Reply> replies;
  private final Account account = Account.served("slow readers");
  private final Random random;
  private final CountDownLatch open;
  private final List<Reader> readers;
  private int turn;

  /**
   * Opens a stream over each connection.
   *
   * @param channels of {@link #WINDOW}; they stay the caller's
   * @param replies takes the embeddings; called by several threads
   * @param seed of the choice of images
   */
  SlowReaders(
      List<ManagedChannel> channels, List<FaceImage> images, Consumer<Reply> replies, long seed) {
    this.images = images;
    this.replies = replies;
    this.random = new Random(seed);
    this.open = new CountDownLatch(channels.size());
    this.readers = IntStream.range(0, channels.size()).mapToObj(each -> new Reader()).toList();
    for (int i = 0; i < channels.size(); i++) {
      var unused = EmbeddingServiceGrpc.newStub(channels.get(i)).embedStream(readers.get(i));
    }
  }

  @Override
  public void send(long intended) {
    turn = (turn + 1) % readers.size();
    readers.get(turn).send(intended);
  }

  @Override
  public void end(Duration bound) throws InterruptedException {
    readers.forEach(Reader::end);
    account.ledger().awaitOpen(0, bound);
    if (!open.await(bound.toMillis(), TimeUnit.MILLISECONDS)) {
      account.ledger().callFailed(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Override
  public List<Account> accounts() {
    return List.of(account);
  }

  private final class Reader
      implements ClientResponseObserver<EmbedStreamRequest, EmbedStreamResponse> {

    private @Nullable ClientCallStreamObserver<EmbedStreamRequest> call;
    private int sent;

    @Override
    public void beforeStart(ClientCallStreamObserver<EmbedStreamRequest> starting) {
      starting.disableAutoRequestWithInitial(0);
      call = starting;
    }

    void send(long intended) {
      ClientCallStreamObserver<EmbedStreamRequest> stream = Objects.requireNonNull(call);
      if (sent >= UNREAD) {
        stream.request(1);
      }
      sent++;
      int image = random.nextInt(images.size());
      String id = account.ledger().open(new Ledger.Request(image, intended));
      stream.onNext(
          EmbedStreamRequest.newBuilder().setCorrelationId(id).setImage(images.get(image)).build());
    }

    void end() {
      ClientCallStreamObserver<EmbedStreamRequest> stream = Objects.requireNonNull(call);
      stream.request(Integer.MAX_VALUE);
      stream.onCompleted();
    }

    @Override
    public void onNext(EmbedStreamResponse response) {
      String id = response.getCorrelationId();
      if (response.hasEmbedding()) {
        account
            .ledger()
            .answered(id)
            .map(
                request -> new Reply(request.image(), response.getModel(), response.getEmbedding()))
            .ifPresent(replies);
      } else {
        int code = response.getError().getCode();
        account.ledger().failed(id, Status.fromCodeValue(code).getCode());
      }
    }

    @Override
    public void onError(Throwable failure) {
      account.ledger().callFailed(Status.fromThrowable(failure).getCode());
      open.countDown();
    }

    @Override
    public void onCompleted() {
      open.countDown();
    }
  }
}

package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Ledger;
import dev.facet.benchmarks.load.Reply;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResponse;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import dev.facet.v1.FaceImage;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Clients that send several faces in one EmbedBatch call; each face is a request. */
final class Batches implements Party {

  /** Faces of a call. */
  static final int SIZE = 8;

  private static final Duration CALL_DEADLINE = Duration.ofMinutes(1);

  private final EmbeddingServiceStub stub;
  private final List<FaceImage> images;
  private final Consumer<Reply> replies;
  private final Account account = Account.served("batch calls");
  private final Random random;

  /**
   * Those of one connection.
   *
   * @param replies takes the embeddings; called by several threads
   * @param seed of the choice of images
   */
  Batches(EmbeddingServiceStub stub, List<FaceImage> images, Consumer<Reply> replies, long seed) {
    this.stub = stub;
    this.images = images;
    this.replies = replies;
    this.random = new Random(seed);
  }

  @Override
  public void send(long intended) {
    EmbedBatchRequest.Builder request = EmbedBatchRequest.newBuilder();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      int image = random.nextInt(images.size());
      request.addImages(images.get(image));
      ids.add(account.ledger().open(new Ledger.Request(image, intended)));
    }
    stub.withDeadlineAfter(CALL_DEADLINE.toSeconds(), TimeUnit.SECONDS)
        .embedBatch(request.build(), new Answer(ids));
  }

  @Override
  public void end(Duration bound) throws InterruptedException {
    account.ledger().awaitOpen(0, bound);
  }

  @Override
  public List<Account> accounts() {
    return List.of(account);
  }

  private final class Answer implements StreamObserver<EmbedBatchResponse> {

    private final List<String> ids;

    Answer(List<String> ids) {
      this.ids = ids;
    }

    @Override
    public void onNext(EmbedBatchResponse response) {
      for (int i = 0; i < response.getResultsCount(); i++) {
        // One more than was asked for is never asked for.
        String id = i < ids.size() ? ids.get(i) : "none";
        EmbedBatchResult result = response.getResults(i);
        if (result.hasEmbedding()) {
          account
              .ledger()
              .answered(id)
              .map(
                  request -> new Reply(request.image(), response.getModel(), result.getEmbedding()))
              .ifPresent(replies);
        } else {
          int code = result.getError().getCode();
          account.ledger().failed(id, Status.fromCodeValue(code).getCode());
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      ids.forEach(id -> account.ledger().failed(id, Status.fromThrowable(failure).getCode()));
    }

    @Override
    public void onCompleted() {}
  }
}

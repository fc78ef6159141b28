package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Ledger;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Clients that send every {@link BadInput}, as calls and over one stream, which must go on. */
final class Mistakes implements Party {

  private final EmbeddingServiceStub stub;
  private final StreamObserver<EmbedStreamRequest> stream;
  private final List<Mistake> mistakes;
  private int turn;

  private record Mistake(EmbedRequest request, Account account) {

    Mistake(BadInput input, byte[] photo) {
      this(input.request(photo), Account.wrong(input.toString(), input.code()));
    }

    Ledger ledger() {
      return account.ledger();
    }
  }

  /**
   * Opens the stream.
   *
   * @param photo a file that is right
   */
  Mistakes(EmbeddingServiceStub stub, byte[] photo) {
    this.stub = stub;
    this.mistakes =
        Arrays.stream(BadInput.values()).map(input -> new Mistake(input, photo)).toList();
    this.stream = stub.embedStream(new StreamAnswers());
  }

  @Override
  public void send(long intended) {
    int index = turn % mistakes.size();
    boolean streams = turn / mistakes.size() % 2 == 0;
    turn++;
    EmbedRequest request = mistakes.get(index).request();
    Ledger ledger = mistakes.get(index).ledger();
    String id = ledger.open(new Ledger.Request(0, intended));
    if (streams) {
      stream.onNext(
          EmbedStreamRequest.newBuilder()
              .setCorrelationId(index + ":" + id)
              .setImage(request.getImage())
              .setModel(request.getModel())
              .setVersion(request.getVersion())
              .build());
    } else {
      stub.embed(request, new Answer(ledger, id));
    }
  }

  @Override
  public void end(Duration bound) throws InterruptedException {
    stream.onCompleted();
    for (Mistake mistake : mistakes) {
      mistake.ledger().awaitOpen(0, bound);
    }
  }

  @Override
  public List<Account> accounts() {
    return mistakes.stream().map(Mistake::account).toList();
  }

  private final class StreamAnswers implements StreamObserver<EmbedStreamResponse> {

    @Override
    public void onNext(EmbedStreamResponse response) {
      String[] names = response.getCorrelationId().split(":", 2);
      Ledger ledger = mistakes.get(Integer.parseInt(names[0])).ledger();
      if (response.hasEmbedding()) {
        ledger.answered(names[1]);
      } else {
        int code = response.getError().getCode();
        ledger.failed(names[1], Status.fromCodeValue(code).getCode());
      }
    }

    /** What is open stays so, and is seen by that. */
    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  private record Answer(Ledger ledger, String id) implements StreamObserver<EmbedResponse> {

    @Override
    public void onNext(EmbedResponse response) {
      ledger.answered(id);
    }

    @Override
    public void onError(Throwable failure) {
      ledger.failed(id, Status.fromThrowable(failure).getCode());
    }

    @Override
    public void onCompleted() {}
  }
}

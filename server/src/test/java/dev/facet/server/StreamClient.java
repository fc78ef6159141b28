package dev.facet.server;

import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A stream as a client has it: sends without regard to isReady, and collects the replies. */
final class StreamClient
    implements ClientResponseObserver<EmbedStreamRequest, EmbedStreamResponse> {

  private final boolean reading;
  private final List<EmbedStreamResponse> responses =
      Collections.synchronizedList(new ArrayList<>());
  private final BlockingQueue<EmbedStreamResponse> unseen = new LinkedBlockingQueue<>();
  private final CompletableFuture<EmbedStreamResponse> first = new CompletableFuture<>();
  private final CompletableFuture<List<EmbedStreamResponse>> end = new CompletableFuture<>();
  private @Nullable ClientCallStreamObserver<EmbedStreamRequest> call;

  private StreamClient(boolean reading) {
    this.reading = reading;
  }

  static StreamClient open(EmbeddingServiceStub stub) {
    return open(stub, new StreamClient(true));
  }

  /** Takes no reply until {@link #readAll}. */
  static StreamClient openWithoutReading(EmbeddingServiceStub stub) {
    return open(stub, new StreamClient(false));
  }

  private static StreamClient open(EmbeddingServiceStub stub, StreamClient client) {
    StreamObserver<EmbedStreamRequest> requests = stub.embedStream(client);
    assert requests != null;
    return client;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<EmbedStreamRequest> requests) {
    call = requests;
    if (!reading) {
      requests.disableAutoRequestWithInitial(0);
    }
  }

  @Override
  public void onNext(EmbedStreamResponse response) {
    responses.add(response);
    unseen.add(response);
    first.complete(response);
  }

  @Override
  public void onError(Throwable failure) {
    first.completeExceptionally(failure);
    end.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    end.complete(List.copyOf(responses));
  }

  /** Whether what is sent now does not wait in the client. */
  boolean isReady() {
    return call().isReady();
  }

  void send(EmbedStreamRequest request) {
    call().onNext(request);
  }

  void halfClose() {
    call().onCompleted();
  }

  void cancel() {
    call().cancel("the test gives up", null);
  }

  void readAll() {
    call().request(Integer.MAX_VALUE);
  }

  /** The first reply. */
  EmbedStreamResponse awaitFirst()
      throws InterruptedException, ExecutionException, TimeoutException {
    return first.get(60, TimeUnit.SECONDS);
  }

  /** The reply after the one that was asked for last. */
  EmbedStreamResponse next() throws InterruptedException {
    return Objects.requireNonNull(unseen.poll(60, TimeUnit.SECONDS), "no reply");
  }

  /** All replies, once the server has ended the stream. */
  List<EmbedStreamResponse> awaitEnd()
      throws InterruptedException, ExecutionException, TimeoutException {
    return end.get(60, TimeUnit.SECONDS);
  }

  private ClientCallStreamObserver<EmbedStreamRequest> call() {
    return Objects.requireNonNull(call);
  }
}

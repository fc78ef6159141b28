package dev.facet.client;

import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;

/** One EmbedStream call. Its methods are called by one thread at a time. */
final class StreamCall {
  private final ClientCallStreamObserver<EmbedStreamRequest> requests;

  /** What happens to a call; told on gRPC's threads, one thing after the other. */
  interface Events {
    /** It takes more requests without piling them up. */
    void ready();

    /** A face is answered. */
    void answered(EmbedStreamResponse response);

    /** It is over. */
    void ended(FacetException reason);
  }

  private StreamCall(ClientCallStreamObserver<EmbedStreamRequest> requests) {
    this.requests = requests;
  }

  /** Begins a call in a context. */
  static StreamCall begin(Calls calls, Context context, Events events) {
    Context before = context.attach();
    try {
      ClientCall<EmbedStreamRequest, EmbedStreamResponse> call =
          calls.channel().newCall(EmbeddingServiceGrpc.getEmbedStreamMethod(), calls.options());
      return new StreamCall(
          (ClientCallStreamObserver<EmbedStreamRequest>)
              ClientCalls.asyncBidiStreamingCall(call, new Responses(events)));
    } finally {
      context.detach(before);
    }
  }

  /** Whether a request is sent at once, instead of being kept in memory. */
  boolean isReady() {
    return requests.isReady();
  }

  void send(EmbedStreamRequest request) {
    requests.onNext(request);
  }

  /** No more requests come. */
  void halfClose() {
    requests.onCompleted();
  }

  void cancel(FacetException reason) {
    requests.cancel(reason.getMessage(), reason);
  }

  private record Responses(Events events)
      implements ClientResponseObserver<EmbedStreamRequest, EmbedStreamResponse> {
    @Override
    public void beforeStart(ClientCallStreamObserver<EmbedStreamRequest> requests) {
      requests.setOnReadyHandler(events::ready);
    }

    @Override
    public void onNext(EmbedStreamResponse response) {
      events.answered(response);
    }

    @Override
    public void onError(Throwable failure) {
      events.ended(Failures.of(failure));
    }

    @Override
    public void onCompleted() {
      events.ended(Failures.local(Status.Code.UNAVAILABLE, "the server ended the stream", null));
    }
  }
}

package dev.facet.server.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls under way, so that the server can end those that outlast it with a status that says so.
 * gRPC by itself would cut them, and their clients would see CANCELLED, which nobody retries.
 * Thread-safe.
 */
final class OpenCalls implements ServerInterceptor {

  private final Set<OpenCall<?, ?>> calls = ConcurrentHashMap.newKeySet();

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    OpenCall<Q, R> open = new OpenCall<>(call);
    ServerCall.Listener<Q> listener = next.startCall(open, headers);
    // gRPC tells of the call's end only after this method, so the call is never left in the set.
    calls.add(open);
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        calls.remove(open);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        calls.remove(open);
        super.onCancel();
      }
    };
  }

  /** How many there are. */
  int count() {
    return calls.size();
  }

  /** Ends every call that has not ended; what its service still sends is dropped. */
  void end(StatusException reason) {
    calls.forEach(call -> call.end(reason));
  }

  /** A call's outbound side, which gRPC wants from one thread at a time, under its monitor. */
  private static final class OpenCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

    private boolean ended;

    OpenCall(ServerCall<Q, R> call) {
      super(call);
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!ended) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(R message) {
      if (!ended) {
        super.sendMessage(message);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (!ended) {
        ended = true;
        super.close(status, trailers);
      }
    }

    void end(StatusException reason) {
      Metadata trailers = reason.getTrailers();
      close(reason.getStatus(), trailers == null ? new Metadata() : trailers);
    }
  }
}

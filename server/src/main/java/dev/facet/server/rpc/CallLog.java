package dev.facet.server.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names every call ({@link RequestId}), tells its client the name, and writes a line for each that
 * ends, where that is wanted. The line says nothing of what was sent. Thread-safe.
 */
final class CallLog implements ServerInterceptor {

  private static final Logger log = LoggerFactory.getLogger("facet.calls");

  private final boolean wanted;
  private final LongSupplier nanoTime;
  private final Supplier<String> references;

  /**
   * A log.
   *
   * @param wanted whether there is a line for each call
   * @param references makes a new name
   */
  CallLog(boolean wanted, LongSupplier nanoTime, Supplier<String> references) {
    this.wanted = wanted;
    this.nanoTime = nanoTime;
    this.references = references;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String id = RequestId.of(headers, references);
    return Contexts.interceptCall(
        Context.current().withValue(RequestId.KEY, id), new NamedCall<>(call, id), headers, next);
  }

  private final class NamedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

    private final String id;
    private final long begin = nanoTime.getAsLong();
    private boolean told;

    NamedCall(ServerCall<Q, R> call, String id) {
      super(call);
      this.id = id;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      told = true;
      headers.put(RequestId.HEADER, id);
      super.sendHeaders(headers);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!told) {
        trailers.put(RequestId.HEADER, id);
      }
      if (wanted) {
        log.atInfo()
            .addKeyValue("method", getMethodDescriptor().getFullMethodName())
            .addKeyValue("status", status.getCode())
            .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - begin))
            .addKeyValue(RequestId.FIELD, id)
            .log("call");
      }
      super.close(status, trailers);
    }
  }
}

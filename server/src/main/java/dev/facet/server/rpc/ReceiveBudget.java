package dev.facet.server.rpc;

import dev.facet.server.telemetry.ServerMetrics;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of messages of which only a part has come, over all connections: each message
 * has a largest size, but a client may begin one in every call and finish none. Thread-safe.
 */
final class ReceiveBudget extends ServerStreamTracer.Factory {

  private final long most;
  private final ServerMetrics metrics;
  private final AtomicLong held = new AtomicLong();

  /**
   * A budget of which nothing is used.
   *
   * @param most bytes
   * @param metrics shows what is used
   */
  ReceiveBudget(long most, ServerMetrics metrics) {
    this.most = most;
    this.metrics = metrics;
    metrics.receiving(held::get);
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    return new OfCall();
  }

  /** What one call has of it. Told by the thread of the call's connection alone. */
  private final class OfCall extends ServerStreamTracer {

    private long bytes;

    /**
     * A part of a message has come.
     *
     * @throws io.grpc.StatusRuntimeException if it is too much; gRPC ends the call by its status,
     *     as it does for a message that is too large
     */
    @Override
    public void inboundWireSize(long more) {
      bytes += more;
      if (held.addAndGet(more) > most) {
        metrics.receivingRefused();
        throw Status.RESOURCE_EXHAUSTED
            .withDescription(
                "messages of which a part has come take more than "
                    + most
                    + " bytes of the server; try again later")
            .asRuntimeException();
      }
    }

    @Override
    public void inboundMessageRead(int number, long wireSize, long uncompressedSize) {
      giveBack();
    }

    @Override
    public void streamClosed(Status status) {
      giveBack();
    }

    private void giveBack() {
      held.addAndGet(-bytes);
      bytes = 0;
    }
  }
}

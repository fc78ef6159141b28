package dev.facet.server.rpc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.security.Identity;
import dev.facet.server.telemetry.ServerMetrics;
import dev.facet.v1.DetectionServiceGrpc;
import dev.facet.v1.EmbeddingServiceGrpc;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthGrpc;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Holds each client to what it may ask for, health excepted. A client is whoever {@link Origin}
 * says calls; where that is an address of IPv6, the network of 64 bits that a single machine has
 * for itself. Thread-safe.
 *
 * <p>Images are counted where they are read, by the calls that have some ({@link ClientBudget});
 * any other call is counted here.
 */
final class ClientLimits implements ServerInterceptor {

  /**
   * Clients that are remembered. Of more, those that come often are kept; who was forgotten begins
   * anew, so that a flood from many addresses finds limits that are loose, and never takes memory.
   */
  private static final int MOST_CLIENTS = 100_000;

  /** The services whose calls count their images themselves. */
  private static final Set<String> OF_IMAGES =
      Set.of(EmbeddingServiceGrpc.SERVICE_NAME, DetectionServiceGrpc.SERVICE_NAME);

  private static final int NETWORK_BYTES = 8;

  private final Cache<String, ClientBudget> clients =
      Caffeine.newBuilder().maximumSize(MOST_CLIENTS).build();
  private final ServerConfig.Limits limits;
  private final StatusTable statuses;
  private final ServerMetrics metrics;
  private final LongSupplier nanoTime;

  ClientLimits(
      ServerConfig.Limits limits,
      StatusTable statuses,
      ServerMetrics metrics,
      LongSupplier nanoTime) {
    this.limits = limits;
    this.statuses = statuses;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    MethodDescriptor<Q, R> method = call.getMethodDescriptor();
    if (HealthGrpc.SERVICE_NAME.equals(method.getServiceName()) || !areAny()) {
      return next.startCall(call, headers);
    }
    ClientBudget budget = budget(Origin.current().caller());
    try {
      if (!OF_IMAGES.contains(String.valueOf(method.getServiceName()))) {
        budget.take(1);
      }
      budget.begin();
    } catch (ClientLimitException e) {
      return Refusals.refuse(call, statuses.exceptionOf(e));
    }
    return new Counted<>(Contexts.interceptCall(budget.context(), call, headers, next), budget);
  }

  private boolean areAny() {
    return limits.clientRate() > 0 || limits.clientConcurrency() > 0;
  }

  private ClientBudget budget(Identity caller) {
    return clients.get(
        key(caller),
        added ->
            new ClientBudget(
                limits.clientRate(),
                limits.burst(),
                limits.clientConcurrency(),
                nanoTime,
                metrics));
  }

  /** Tells one client from another. */
  static String key(Identity caller) {
    String name = caller.name();
    return caller.kind()
        + " "
        + (caller.kind() == Identity.Kind.ADDRESS && name.contains(":") ? network(name) : name);
  }

  private static String network(String address) {
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("not an address: " + address, e);
    }
  }

  /** A call of a budget, which it leaves when it ends. */
  private static final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {

    private final ClientBudget budget;

    Counted(ServerCall.Listener<Q> listener, ClientBudget budget) {
      super(listener);
      this.budget = budget;
    }

    // gRPC tells of one of the two, once.

    @Override
    public void onComplete() {
      budget.end();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      budget.end();
      super.onCancel();
    }
  }
}

package dev.facet.client;

import io.grpc.CallCredentials;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Shows a token with each call. It leaves this machine only over TLS. Never shows the token
 * otherwise. Thread-safe where the supplier is.
 */
final class BearerToken extends CallCredentials {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Supplier<String> token;

  /** Asks for the token at each call, on one of the client's threads. */
  BearerToken(Supplier<String> token) {
    this.token = token;
  }

  @Override
  public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    if (call.getSecurityLevel() == SecurityLevel.NONE && !isLoopback(call)) {
      applier.fail(
          Status.UNAUTHENTICATED.withDescription(
              "token: not sent without encryption (expected: TLS, or a server on this machine)"));
      return;
    }
    executor.execute(() -> apply(applier));
  }

  private void apply(MetadataApplier applier) {
    Metadata headers = new Metadata();
    try {
      headers.put(AUTHORIZATION, "Bearer " + token.get());
    } catch (RuntimeException e) {
      applier.fail(Status.UNAUTHENTICATED.withDescription("token: none").withCause(e));
      return;
    }
    applier.apply(headers);
  }

  private static boolean isLoopback(RequestInfo call) {
    return call.getTransportAttrs().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
            instanceof InetSocketAddress address
        && address.getAddress() != null
        && address.getAddress().isLoopbackAddress();
  }
}

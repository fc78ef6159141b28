package dev.facet.server.security;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A gRPC server on loopback that has nothing but health, secured by the credentials of a test. */
final class TlsServer implements AutoCloseable {

  private final Server server;

  TlsServer(Credentials credentials) throws IOException {
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials.transport())
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  ManagedChannel channel(ChannelCredentials client) {
    return Grpc.newChannelBuilderForAddress("127.0.0.1", port(), client).build();
  }

  /** How a call of a new client ends. */
  Code call(ChannelCredentials client) {
    ManagedChannel channel = channel(client);
    try {
      return call(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  /** How a call ends. */
  static Code call(ManagedChannel channel) {
    try {
      HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(60, TimeUnit.SECONDS)
          .check(HealthCheckRequest.getDefaultInstance());
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}

package dev.facet.benchmarks.server;

import dev.facet.server.config.ServerConfig;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Facet's calls on bare gRPC, with the threads and the limits that {@code facet serve} gives it, as
 * a {@link LedServer}: what any server of these messages costs at least.
 */
final class EchoMain {

  private EchoMain() {}

  /** Serves. */
  public static void main(String[] settings) throws IOException {
    LedServer.run(settings, EchoMain::start);
  }

  private static LedServer.Listening start(ServerConfig config) throws IOException {
    ServerConfig.Limits limits = config.limits();
    Server server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(config.server().host(), config.server().port()))
            .directExecutor()
            .maxInboundMessageSize(Math.toIntExact(limits.maxMessageBytes().bytes()))
            .maxInboundMetadataSize(Math.toIntExact(limits.maxMetadataBytes().bytes()))
            .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection())
            .addService(new EchoService())
            .build()
            .start();
    return new LedServer.Listening(
        (InetSocketAddress) server.getListenSockets().get(0),
        Optional.empty(),
        server::shutdownNow);
  }
}

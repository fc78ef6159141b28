package dev.facet.server.rpc;

import dev.facet.server.config.ServerConfig;
import dev.facet.server.security.Credentials;
import dev.facet.server.telemetry.ServerMetrics;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One place that gRPC is spoken at: an address, by the limits of the configuration, or in here. */
final class GrpcPort {

  /** Over which resets are counted, in seconds. */
  private static final int RESET_WINDOW = 10;

  private final Server server;

  private GrpcPort(
      ServerBuilder<?> builder,
      List<BindableService> services,
      List<ServerInterceptor> interceptors) {
    builder.directExecutor();
    services.forEach(builder::addService);
    // gRPC takes the one that is added last first.
    for (int i = interceptors.size() - 1; i >= 0; i--) {
      builder.intercept(interceptors.get(i));
    }
    server = builder.build();
  }

  /**
   * A port that does not listen yet.
   *
   * @param address where; its port may be 0, for the system to choose
   * @param threads serve its connections; they stay the caller's
   * @param metrics counts its connections
   * @param receiving bounds what comes in part, here and at other ports
   * @param interceptors a call passes them from the first to the last
   */
  static GrpcPort at(
      InetSocketAddress address,
      ServerConfig config,
      Credentials credentials,
      ConnectionThreads threads,
      ServerMetrics metrics,
      ReceiveBudget receiving,
      List<BindableService> services,
      List<ServerInterceptor> interceptors) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address, credentials.transport())
            .bossEventLoopGroup(threads.accepting())
            .workerEventLoopGroup(threads.serving())
            .channelFactory(() -> listening(new ConnectionLimit(config.limits(), metrics)))
            .addStreamTracerFactory(receiving);
    setLimits(builder, config.limits());
    setKeepalive(builder, config.keepalive());
    return new GrpcPort(builder, services, interceptors);
  }

  /** A port of this process alone, by a name of its own; it bounds no message. */
  static GrpcPort inProcess(
      String name, List<BindableService> services, List<ServerInterceptor> interceptors) {
    return new GrpcPort(InProcessServerBuilder.forName(name), services, interceptors);
  }

  /**
   * Listens from now on.
   *
   * @throws IOException if the address cannot be listened on
   */
  void start() throws IOException {
    server.start();
  }

  /** Where it listens. */
  InetSocketAddress address() {
    return (InetSocketAddress) server.getListenSockets().get(0);
  }

  /** Takes no more calls; those that it has go on. */
  void shutdown() {
    server.shutdown();
  }

  /** Cuts the calls that it has. */
  void shutdownNow() {
    server.shutdownNow();
  }

  /**
   * Waits for its calls to end, once it takes no more.
   *
   * @param deadline until when, as {@link System#nanoTime} has it
   * @return whether they have
   */
  boolean awaitTermination(long deadline) throws InterruptedException {
    return server.awaitTermination(Math.max(deadline - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
  }

  private static ServerChannel listening(ConnectionLimit limit) {
    ServerChannel channel = new NioServerSocketChannel();
    // In front of what gRPC adds later, to take the connections.
    channel.pipeline().addLast(limit);
    return channel;
  }

  private static void setLimits(NettyServerBuilder builder, ServerConfig.Limits limits) {
    builder
        .maxInboundMessageSize(Math.toIntExact(limits.maxMessageBytes().bytes()))
        .maxInboundMetadataSize(Math.toIntExact(limits.maxMetadataBytes().bytes()))
        .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection());
    if (limits.maxResetsPerConnection() > 0) {
      builder.maxRstFramesPerWindow(limits.maxResetsPerConnection(), RESET_WINDOW);
    }
  }

  private static void setKeepalive(NettyServerBuilder builder, ServerConfig.Keepalive keepalive) {
    builder
        .handshakeTimeout(keepalive.handshakeTimeout().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTime(keepalive.time().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(keepalive.timeout().toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveTime(keepalive.minTime().toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveWithoutCalls(keepalive.permitWithoutCalls());
    if (!keepalive.maxConnectionAge().isZero()) {
      builder.maxConnectionAge(keepalive.maxConnectionAge().toNanos(), TimeUnit.NANOSECONDS);
    }
    if (!keepalive.maxConnectionAgeGrace().isZero()) {
      builder.maxConnectionAgeGrace(
          keepalive.maxConnectionAgeGrace().toNanos(), TimeUnit.NANOSECONDS);
    }
    if (!keepalive.maxConnectionIdle().isZero()) {
      builder.maxConnectionIdle(keepalive.maxConnectionIdle().toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}

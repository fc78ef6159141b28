package dev.facet.server.rpc;

import dev.facet.server.config.ServerConfig;
import dev.facet.server.detection.DetectionPipeline;
import dev.facet.server.embedding.EmbeddingPipeline;
import dev.facet.server.registry.ModelRegistry;
import dev.facet.server.security.Credentials;
import dev.facet.server.shadow.Shadows;
import dev.facet.server.telemetry.ServerMetrics;
import dev.facet.v1.DetectionServiceGrpc;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.ModelServiceGrpc;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The gRPC side of the server: the services, health, reflection, limits, and how it stops. */
public final class RpcServer {

  /** For the status of calls that are ended to reach their clients. */
  private static final Duration END_LIMIT = Duration.ofSeconds(2);

  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);

  private final OpenCalls calls = new OpenCalls();
  private final StatusTable statuses;
  private final HealthStatusManager health = new HealthStatusManager();
  private final ModelService models;
  private final Server server;

  /**
   * A server that does not listen yet.
   *
   * @param config addresses and limits
   * @param credentials secure the connections and say who may call
   * @param registry the models
   * @param shadows what is measured of candidates
   * @param pipeline embeds faces
   * @param detection finds faces
   * @param metrics measures every call
   * @param executor runs the calls that read files; the others wait for nothing, so that the
   *     threads that read the connections run them
   * @param nanoTime the clock of deadlines, that of the pipeline
   * @param references makes a new reference for each internal error, and each line of the audit log
   */
  public RpcServer(
      ServerConfig config,
      Credentials credentials,
      ModelRegistry registry,
      Shadows shadows,
      EmbeddingPipeline pipeline,
      DetectionPipeline detection,
      ServerMetrics metrics,
      Executor executor,
      LongSupplier nanoTime,
      Supplier<String> references) {
    statuses = new StatusTable(references);
    metrics.underWay(calls::count);
    AuditLog audit = new AuditLog(references);
    models =
        new ModelService(
            registry, shadows, statuses, audit, config.models().activation(), executor);
    FaceReader faces = new FaceReader(config.limits().maxPixels());
    Photos photos = new Photos(registry, detection, faces, config.limits());
    InetSocketAddress address =
        new InetSocketAddress(config.server().host(), config.server().port());
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address, credentials.transport())
            .directExecutor()
            .addService(
                new EmbeddingService(registry, pipeline, faces, photos, statuses, nanoTime, config))
            .addService(new DetectionService(photos, statuses, nanoTime))
            .addService(models)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    // A call passes them from the last to the first: all are measured, and only those that are let
    // in are under way.
    builder
        .intercept(calls)
        .intercept(new Authentication(credentials, statuses, audit))
        .intercept(metrics.calls());
    setLimits(builder, config.limits());
    setKeepalive(builder, config.keepalive());
    server = builder.build();
  }

  /**
   * Listens, and is healthy from now on.
   *
   * @throws IOException if the address cannot be listened on
   */
  public void start() throws IOException {
    server.start();
    for (String service :
        List.of(
            HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
            EmbeddingServiceGrpc.SERVICE_NAME,
            DetectionServiceGrpc.SERVICE_NAME,
            ModelServiceGrpc.SERVICE_NAME)) {
      health.setStatus(service, ServingStatus.SERVING);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getListenSockets().get(0);
  }

  /**
   * Is unhealthy from now on, takes no more calls, and waits for those that it has.
   *
   * @param grace how long; then they end with UNAVAILABLE, or are cut if their client takes not
   *     even that
   */
  public void shutdown(Duration grace) throws InterruptedException {
    health.enterTerminalState();
    // Before the server, whose threads write what ends a watch, and end with its last connection.
    models.drain();
    server.shutdown();
    try {
      if (!server.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS)) {
        calls.end(statuses.exceptionOf(new DrainingException()));
        server.awaitTermination(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      }
    } finally {
      server.shutdownNow();
    }
    server.awaitTermination(CANCEL_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void setLimits(NettyServerBuilder builder, ServerConfig.Limits limits) {
    builder
        .maxInboundMessageSize(Math.toIntExact(limits.maxMessageBytes().bytes()))
        .maxInboundMetadataSize(Math.toIntExact(limits.maxMetadataBytes().bytes()))
        .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection());
  }

  private static void setKeepalive(NettyServerBuilder builder, ServerConfig.Keepalive keepalive) {
    builder
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

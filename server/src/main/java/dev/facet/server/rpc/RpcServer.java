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
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The gRPC side of the server: the services, health, reflection, limits, and how it stops. */
public final class RpcServer {

  /** For the status of calls that are ended to reach their clients. */
  private static final Duration END_LIMIT = Duration.ofSeconds(2);

  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);

  private final OpenCalls calls = new OpenCalls();
  private final StatusTable statuses;
  private final HealthStatusManager health = new HealthStatusManager();
  private final ModelService models;
  private final ConnectionThreads threads = new ConnectionThreads();
  private final GrpcPort port;
  private final @Nullable GrpcPort adminPort;
  private final String localName = InProcessServerBuilder.generateName();
  private final GrpcPort localPort;
  private final ManagedChannel local =
      InProcessChannelBuilder.forName(localName).directExecutor().build();

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
   * @param references makes a new name for a call, or for an internal error
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
    AuditLog audit = new AuditLog(nanoTime);
    models =
        new ModelService(
            registry, shadows, statuses, audit, config.models().activation(), executor);
    FaceReader faces = new FaceReader(config.limits().maxPixels());
    Photos photos = new Photos(registry, detection, faces, config.limits());
    List<ServerInterceptor> always = new ArrayList<>(metrics.traces().stream().toList());
    always.add(new CallLog(config.log().calls(), nanoTime, references));
    always.add(metrics.calls());
    always.add(new Authentication(credentials, statuses, audit));
    always.add(new ClientLimits(config.limits(), statuses, metrics, nanoTime));
    List<BindableService> admin =
        List.of(models, health.getHealthService(), ProtoReflectionServiceV1.newInstance());
    List<BindableService> all = new ArrayList<>(admin);
    all.add(new EmbeddingService(registry, pipeline, faces, photos, statuses, nanoTime, config));
    all.add(new DetectionService(photos, statuses, nanoTime));
    ReceiveBudget receiving = new ReceiveBudget(config.limits().receivingBytes().bytes(), metrics);
    // All calls are named and measured, and only those that are let in are under way.
    PortMaker maker =
        (address, services, interceptors) ->
            GrpcPort.at(
                address, config, credentials, threads, metrics, receiving, services, interceptors);
    if (config.admin().enabled()) {
      adminPort = maker.at(config.admin().address(), admin, with(always, calls));
      port =
          maker.at(
              config.server().address(),
              all,
              with(always, new AdminPortOnly(statuses, audit), calls));
    } else {
      adminPort = null;
      port = maker.at(config.server().address(), all, with(always, calls));
    }
    localPort = GrpcPort.inProcess(localName, all, with(always, calls));
  }

  /** Makes ports that differ only in this. */
  @FunctionalInterface
  private interface PortMaker {
    GrpcPort at(
        InetSocketAddress address,
        List<BindableService> services,
        List<ServerInterceptor> interceptors);
  }

  /**
   * Listens, and is healthy from now on.
   *
   * @throws IOException if an address cannot be listened on; then it listens on none
   */
  public void start() throws IOException {
    try {
      for (GrpcPort each : ports()) {
        each.start();
      }
    } catch (IOException | RuntimeException e) {
      local.shutdownNow();
      ports().forEach(GrpcPort::shutdownNow);
      threads.end();
      throw e;
    }
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
    return port.address();
  }

  /** Where it listens for those who change models; empty: at the same address as for all. */
  public Optional<InetSocketAddress> adminAddress() {
    return Optional.ofNullable(adminPort).map(GrpcPort::address);
  }

  /** Calls from within this process, which are let in, measured and answered as all others are. */
  public Channel local() {
    return local;
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
    ports().forEach(GrpcPort::shutdown);
    try {
      if (!awaitTermination(grace)) {
        calls.end(statuses.exceptionOf(new DrainingException()));
        awaitTermination(END_LIMIT);
      }
    } finally {
      local.shutdownNow();
      ports().forEach(GrpcPort::shutdownNow);
      threads.end();
    }
    awaitTermination(CANCEL_LIMIT);
  }

  /** Waits for the calls of all ports; returns whether they have ended. */
  private boolean awaitTermination(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean ended = true;
    for (GrpcPort each : ports()) {
      ended &= each.awaitTermination(deadline);
    }
    return ended;
  }

  private List<GrpcPort> ports() {
    return adminPort == null ? List.of(port, localPort) : List.of(port, localPort, adminPort);
  }

  private static List<ServerInterceptor> with(
      List<ServerInterceptor> first, ServerInterceptor... more) {
    return Stream.concat(first.stream(), Arrays.stream(more)).toList();
  }
}

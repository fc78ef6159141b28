package dev.facet.server;

import dev.facet.model.engine.Embedder;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.image.ImageDecoder;
import dev.facet.server.batching.ComputeThreads;
import dev.facet.server.batching.FairPool;
import dev.facet.server.batching.KeptThreads;
import dev.facet.server.config.BadConfigException;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.detection.DetectionPipeline;
import dev.facet.server.embedding.EmbeddingPipeline;
import dev.facet.server.http.Operations;
import dev.facet.server.registry.MemoryBudget;
import dev.facet.server.registry.ModelLoader;
import dev.facet.server.registry.ModelRegistry;
import dev.facet.server.rpc.RpcServer;
import dev.facet.server.security.Credentials;
import dev.facet.server.security.Exposure;
import dev.facet.server.shadow.Shadows;
import dev.facet.server.telemetry.ServerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running embedding server. It starts whole or not at all, and stops in reverse order: calls,
 * models, threads. Thread-safe.
 */
public final class FacetServer {

  private static final Logger log = LoggerFactory.getLogger(FacetServer.class);

  private static final int REFERENCE_BYTES = 6;

  /** One for the process, since what the engine holds for a thread outlives a server. */
  private static final KeptThreads ENGINE_THREADS = new KeptThreads();

  private final ServerConfig config;
  private final Operations operations;
  private final Credentials credentials;
  private final ModelRegistry models;
  private final FairPool preprocessing;
  private final Shadows shadows;
  private final ExecutorService calls;
  private final RpcServer rpc;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private FacetServer(
      ServerConfig config,
      Operations operations,
      Credentials credentials,
      ServerMetrics metrics,
      ModelRegistry models)
      throws IOException {
    this.config = config;
    this.operations = operations;
    this.credentials = credentials;
    this.models = models;
    this.preprocessing =
        new FairPool(
            "facet-preprocess",
            config.preprocess().threadCount(),
            System::nanoTime,
            metrics.preprocessing());
    this.calls = callThreads(2 * Runtime.getRuntime().availableProcessors());
    ImageDecoder decoder =
        new ImageDecoder(config.limits().maxImageBytes().bytes(), config.limits().maxPixels());
    this.shadows =
        Shadows.of(models, ENGINE_THREADS, preprocessing, decoder, System::nanoTime, metrics);
    EmbeddingPipeline embedding = new EmbeddingPipeline(preprocessing, decoder, shadows, metrics);
    SecureRandom random = new SecureRandom();
    this.rpc =
        new RpcServer(
            config,
            credentials,
            models,
            shadows,
            embedding,
            new DetectionPipeline(preprocessing, decoder, embedding, metrics),
            metrics,
            calls,
            System::nanoTime,
            () -> reference(random));
  }

  /**
   * Loads the models and listens; returns when requests are served.
   *
   * @param config what to serve, and where
   * @param meters takes the measurements of {@link ServerMetrics}; stays the caller's
   * @throws IOException if the repository cannot be read, the default model cannot be loaded, or
   *     the address cannot be listened on
   * @throws BadConfigException if the repository has no model, or no such default, or a file of
   *     certificates or tokens is broken
   */
  public static FacetServer start(ServerConfig config, MeterRegistry meters) throws IOException {
    return start(config, meters, EmbeddingModel::load);
  }

  /**
   * Does the same with embedders of the caller's choice.
   *
   * @param loader brings each version onto each device
   * @see #start(ServerConfig, MeterRegistry)
   */
  public static FacetServer start(ServerConfig config, MeterRegistry meters, Embedder.Loader loader)
      throws IOException {
    return start(config, meters, OpenTelemetry.noop(), loader);
  }

  /**
   * Does the same, and traces calls.
   *
   * @param traces takes the spans of calls; stays the caller's
   * @see #start(ServerConfig, MeterRegistry, Embedder.Loader)
   */
  public static FacetServer start(
      ServerConfig config, MeterRegistry meters, OpenTelemetry traces, Embedder.Loader loader)
      throws IOException {
    ComputeThreads.includeCompilers();
    Credentials credentials = Credentials.open(config.tls(), config.auth());
    try {
      Operations operations = Operations.open(config, credentials, meters);
      try {
        return start(config, operations, credentials, traces, loader);
      } catch (IOException | RuntimeException e) {
        operations.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      credentials.close();
      throw e;
    }
  }

  private static FacetServer start(
      ServerConfig config,
      Operations operations,
      Credentials credentials,
      OpenTelemetry traces,
      Embedder.Loader loader)
      throws IOException {
    ServerMetrics metrics = new ServerMetrics(operations.meters(), traces);
    MemoryBudget memory = new MemoryBudget(config.models().memoryBudget().bytes(), Path.of("/"));
    ModelLoader modelLoader =
        new ModelLoader(
            config.batching(),
            config.preprocess().threadCount(),
            config.engine(),
            System::nanoTime,
            metrics,
            memory,
            ENGINE_THREADS,
            loader);
    metrics.reserved(memory::reserved);
    metrics.available(memory::available);
    ModelRegistry models = ModelRegistry.open(config.models(), modelLoader, metrics);
    try {
      FacetServer server = new FacetServer(config, operations, credentials, metrics, models);
      server.listen();
      return server;
    } catch (IOException | RuntimeException e) {
      models.close();
      throw e;
    }
  }

  private void listen() throws IOException {
    try {
      operations.prepare(models, rpc.local());
      rpc.start();
    } catch (IOException | RuntimeException e) {
      release();
      throw e;
    }
    operations.serving();
    httpAddress().ifPresent(http -> log.info("answering operators over HTTP on {}", http));
    Stream.concat(Stream.of(address()), adminAddress().stream())
        .flatMap(each -> Exposure.warnings(each, config.tls(), config.auth()).stream())
        .distinct()
        .forEach(log::warn);
    Exposure.logWarnings().forEach(log::warn);
  }

  /** The address that it listens on, with the port that the system chose where 0 was asked for. */
  public InetSocketAddress address() {
    return rpc.address();
  }

  /** The address that it answers operators on, over HTTP; empty: it does not. */
  public Optional<InetSocketAddress> httpAddress() {
    return operations.address();
  }

  /**
   * The address that it listens on for those who change models; empty: they come to {@link
   * #address}, as all do.
   */
  public Optional<InetSocketAddress> adminAddress() {
    return rpc.adminAddress();
  }

  /**
   * Stops: health says NOT_SERVING, new calls are refused, accepted ones finish within the grace
   * period, those that do not end with UNAVAILABLE, all is freed. Returns when it has stopped;
   * idempotent. An interrupt ends the grace period.
   */
  public synchronized void shutdown() {
    if (stopped.getCount() == 0) {
      return;
    }
    operations.draining();
    try {
      rpc.shutdown(config.server().gracePeriod());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      release();
      stopped.countDown();
    }
  }

  /** Waits until it has stopped. */
  public void awaitTermination() throws InterruptedException {
    stopped.await();
  }

  private void release() {
    shadows.close();
    models.close();
    preprocessing.close();
    calls.shutdown();
    operations.close();
    credentials.close();
  }

  private static ExecutorService callThreads(int count) {
    AtomicInteger index = new AtomicInteger();
    return Executors.newFixedThreadPool(
        count, task -> new Thread(task, "facet-call-" + index.getAndIncrement()));
  }

  private static String reference(SecureRandom random) {
    byte[] bytes = new byte[REFERENCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

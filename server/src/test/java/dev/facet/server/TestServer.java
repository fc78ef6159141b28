package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.engine.Embedder;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.server.config.ServerConfig;
import dev.facet.v1.DetectionServiceGrpc;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.ModelServiceGrpc;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** A server on a free port of loopback, and a channel to it. */
final class TestServer implements AutoCloseable {

  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final FacetServer server;
  private final ManagedChannel channel;

  /** Serves a repository; flags are keys and values, one after the other. */
  TestServer(Path repository, String... flags) throws IOException {
    this(EmbeddingModel::load, repository, flags);
  }

  /** Serves a repository with embedders that a test watches or holds up. */
  TestServer(Embedder.Loader loader, Path repository, String... flags) throws IOException {
    this(OpenTelemetry.noop(), loader, repository, flags);
  }

  /** Serves a repository, and tells of its calls. */
  TestServer(OpenTelemetry traces, Embedder.Loader loader, Path repository, String... flags)
      throws IOException {
    server = FacetServer.start(config(repository, flags), meters, traces, loader);
    channel = newChannel();
  }

  /** One more connection; the test shuts it down. */
  ManagedChannel newChannel() {
    return newChannel(InsecureChannelCredentials.create());
  }

  /** One more connection, as a client with these credentials makes it; the test shuts it down. */
  ManagedChannel newChannel(ChannelCredentials client) {
    return Grpc.newChannelBuilderForAddress("127.0.0.1", server.address().getPort(), client)
        .build();
  }

  static ServerConfig config(Path repository, String... flags) {
    Map<String, String> values = new HashMap<>();
    values.put("server.port", "0");
    values.put("models.repository", repository.toString());
    for (int i = 0; i < flags.length; i += 2) {
      values.put(flags[i], flags[i + 1]);
    }
    return ServerConfig.load(Optional.empty(), Map.of(), values);
  }

  FacetServer server() {
    return server;
  }

  ManagedChannel channel() {
    return channel;
  }

  MeterRegistry meters() {
    return meters;
  }

  /** What a counter says; the tags are keys and values, one after the other. */
  double count(String counter, String... tags) {
    return meters.get(counter).tags(tags).counter().count();
  }

  /** How many faces are accepted and not yet answered, of a repository's only model. */
  double admitted() {
    return meters.get("facet.admitted").gauge().value();
  }

  /** How many calls are under way, open streams included. */
  double openCalls() {
    return meters.get("facet.calls").gauge().value();
  }

  /** How many calls of that method ended with that code. */
  long ended(String method, Code code) {
    Timer calls =
        meters
            .find("grpc.server.processing.duration")
            .tag("method", method)
            .tag("statusCode", code.name())
            .timer();
    return calls == null ? 0 : calls.count();
  }

  /** Waits until a measurement that lags behind the replies has that value. */
  static void await(double expected, DoubleSupplier measured) {
    long start = System.nanoTime();
    while (measured.getAsDouble() != expected && System.nanoTime() - start < LONGEST_WAIT_NANOS) {
      Thread.onSpinWait();
    }
    assertEquals(expected, measured.getAsDouble());
  }

  EmbeddingServiceGrpc.EmbeddingServiceBlockingStub embeddings() {
    return EmbeddingServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  EmbeddingServiceGrpc.EmbeddingServiceStub streams() {
    return EmbeddingServiceGrpc.newStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  DetectionServiceGrpc.DetectionServiceBlockingStub detection() {
    return DetectionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  ModelServiceGrpc.ModelServiceBlockingStub models() {
    return ModelServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdown();
  }
}

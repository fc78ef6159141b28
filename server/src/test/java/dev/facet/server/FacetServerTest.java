package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import dev.facet.server.config.BadConfigException;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.WatchModelsRequest;
import dev.facet.v1.WatchModelsResponse;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacetServerTest {

  private static final EmbedRequest REQUEST =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  private static final Refusal DRAINING =
      new Refusal(Code.UNAVAILABLE, "DRAINING", "the server is shutting down");

  private final Path repository;

  FacetServerTest(@TempDir Path repository) {
    this.repository = repository;
  }

  @Test
  void repositoryWithoutModels_endsTheStart() {
    assertEquals(
        "models.repository: "
            + repository
            + " (expected: a directory with at least one model that embeds faces; facet models add"
            + " adds one)",
        assertThrows(BadConfigException.class, () -> new TestServer(repository)).getMessage());
  }

  @Test
  void detectorAlone_endsTheStart() throws Exception {
    new SpotDetector(128).publish(repository, "spots", 1);

    String message =
        assertThrows(BadConfigException.class, () -> new TestServer(repository)).getMessage();
    assertTrue(String.valueOf(message).contains("one model that embeds faces"), message);
  }

  @Test
  void severalModels_needADefault() throws Exception {
    TinyModel.write(repository, "one", 1, 1);
    TinyModel.write(repository, "two", 1, 2);

    assertEquals(
        "models.default:  (expected: one of the repository's models that embed faces: one, two)",
        assertThrows(BadConfigException.class, () -> new TestServer(repository)).getMessage());
    assertEquals(
        "models.default: three (expected: one of the repository's models that embed faces: one, two)",
        assertThrows(
                BadConfigException.class,
                () -> new TestServer(repository, "models.default", "three"))
            .getMessage());
  }

  @Test
  void brokenDefaultModel_endsTheStart() throws Exception {
    new TinyModel(1).nan().publish(repository, "face", 1);

    String message =
        String.valueOf(
            assertThrows(IOException.class, () -> new TestServer(repository)).getMessage());
    assertTrue(message.startsWith("face 1: ") && message.contains("NaN"), message);
  }

  @Test
  void takenPort_endsTheStart_andFreesWhatWasLoaded() throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      assertThrows(
          IOException.class,
          () ->
              FacetServer.start(
                  TestServer.config(repository, "server.port", port), new SimpleMeterRegistry()));
    }
    // Those that the engine was used on are kept, with nothing to do.
    TestServer.await(
        0,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("facet-") && !name.equals("facet-idle"))
                .count());
  }

  @Test
  void healthAndReflection_nameTheServices() throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    try (TestServer server = new TestServer(repository)) {
      for (String service : List.of("", "facet.v1.EmbeddingService", "facet.v1.ModelService")) {
        assertEquals(
            ServingStatus.SERVING,
            HealthGrpc.newBlockingStub(server.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus());
      }
      assertTrue(
          services(server)
              .containsAll(
                  List.of(
                      "facet.v1.EmbeddingService",
                      "facet.v1.ModelService",
                      "grpc.health.v1.Health")));
    }
  }

  @Test
  void calls_areMeasuredByCode() throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    try (TestServer server = new TestServer(repository)) {
      server.embeddings().embed(REQUEST);
      Refusal.of(() -> server.embeddings().embed(EmbedRequest.getDefaultInstance()));
      server.server().shutdown();

      for (String code : List.of("OK", "INVALID_ARGUMENT")) {
        assertEquals(
            1,
            server
                .meters()
                .get("grpc.server.processing.duration")
                .tag("method", "Embed")
                .tag("statusCode", code)
                .timer()
                .count(),
            code);
      }
      assertEquals(1, server.meters().get("facet.preprocess.time").timer().count());
      assertEquals(
          1, server.meters().get("facet.inference.time").tag("model", "face").timer().count());
    }
  }

  @Test
  void shutdownUnderLoad_answersEveryAcceptedCall() throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    try (TestServer server = new TestServer(repository)) {
      ExecutorService callers = Executors.newFixedThreadPool(16);
      CountDownLatch served = new CountDownLatch(64);
      List<Future<Code>> ends = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        ends.add(callers.submit(() -> embedUntilRefused(server, served)));
      }
      StreamClient stream = StreamClient.open(server.streams());
      for (int i = 0; i < 200; i++) {
        stream.send(EmbedStreamRequest.newBuilder().setImage(Drawings.raw(i)).build());
      }
      stream.halfClose();
      stream.awaitFirst();
      served.await();

      server.server().shutdown();

      server.server().awaitTermination();
      assertEquals(200, stream.awaitEnd().size());
      for (Future<Code> end : ends) {
        assertEquals(Code.UNAVAILABLE, end.get());
      }
      callers.shutdown();
      server.server().shutdown();
    }
  }

  @Test
  void streamBeyondTheGracePeriod_endsUnavailable_andWatchersAreTold() throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    try (TestServer server = new TestServer(repository, "server.grace-period", "100ms")) {
      StreamClient idle = StreamClient.open(server.streams());
      idle.send(EmbedStreamRequest.newBuilder().setImage(Drawings.raw(1)).build());
      idle.awaitFirst();
      Iterator<WatchModelsResponse> models =
          server.models().watchModels(WatchModelsRequest.getDefaultInstance());
      models.next();
      Iterator<HealthCheckResponse> health =
          HealthGrpc.newBlockingStub(server.channel())
              .withDeadlineAfter(60, TimeUnit.SECONDS)
              .watch(HealthCheckRequest.getDefaultInstance());
      assertEquals(ServingStatus.SERVING, health.next().getStatus());

      server.server().shutdown();

      assertEquals(ServingStatus.NOT_SERVING, health.next().getStatus());
      assertEquals(DRAINING, Refusal.of(models::hasNext));
      assertEquals(DRAINING, Refusal.of(assertThrows(ExecutionException.class, idle::awaitEnd)));
    }
  }

  @Test
  void callBeyondTheGracePeriod_endsUnavailable_andItsItemNeverReachesTheEngine() throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    try (TestServer server =
        new TestServer(
            repository, "server.grace-period", "100ms", "batching.max-batch-delay", "1s")) {
      Future<EmbedResponse> waiting =
          EmbeddingServiceGrpc.newFutureStub(server.channel()).embed(REQUEST);
      TestServer.await(1, () -> server.meters().get("facet.preprocess.time").timer().count());

      server.server().shutdown();

      assertEquals(DRAINING, Refusal.of(assertThrows(ExecutionException.class, waiting::get)));
      assertEquals(1, server.count("facet.inference.dropped", "reason", "cancelled"));
    }
  }

  private static Code embedUntilRefused(TestServer server, CountDownLatch served) {
    while (true) {
      try {
        server.embeddings().embed(REQUEST);
        served.countDown();
      } catch (StatusRuntimeException e) {
        return e.getStatus().getCode();
      }
    }
  }

  private static List<String> services(TestServer server) throws Exception {
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(server.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    names.complete(
                        response.getListServicesResponse().getServiceList().stream()
                            .map(ServiceResponse::getName)
                            .toList());
                  }

                  @Override
                  public void onError(Throwable failure) {
                    names.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    List<String> services = names.get(60, TimeUnit.SECONDS);
    requests.onCompleted();
    return services;
  }
}

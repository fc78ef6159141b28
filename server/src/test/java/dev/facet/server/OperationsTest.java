package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.TinyModel;
import dev.facet.server.security.TestAuthority;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server tells operators over HTTP. */
class OperationsTest {

  private static final EmbedRequest EMBED =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  private final Path repository;

  OperationsTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
  }

  @Test
  void readiness_followsTheServer_andItIsAliveAllTheTime() throws Exception {
    int port = freePort();
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch loaded = new CountDownLatch(1);
    CompletableFuture<FacetServer> started =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return FacetServer.start(
                    TestServer.config(
                        repository, "http.enabled", "true", "http.port", String.valueOf(port)),
                    new SimpleMeterRegistry(),
                    (bundle, device, passes, progress) -> {
                      loading.countDown();
                      awaitUninterrupted(loaded);
                      return EmbeddingModel.load(bundle, device, passes, progress);
                    });
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    loading.await();
    assertEquals("503 starting", TestHttp.told(TestHttp.get(port, "/readyz")));
    assertEquals("200 alive", TestHttp.told(TestHttp.get(port, "/healthz")));

    loaded.countDown();
    FacetServer server = started.get();
    assertEquals("200 serving", TestHttp.told(TestHttp.get(port, "/readyz")));
    assertEquals("200 alive", TestHttp.told(TestHttp.get(port, "/healthz")));

    server.shutdown();
    assertThrows(IOException.class, () -> TestHttp.get(port, "/readyz"));
  }

  @Test
  void serverThatDrains_isNotReady() throws Exception {
    CountDownLatch embedding = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    try (TestServer server =
        new TestServer(
            WatchedEmbedder.loader(
                (device, faces) -> {
                  embedding.countDown();
                  seen.await();
                }),
            repository,
            "http.enabled",
            "true",
            "http.port",
            "0")) {
      Future<EmbedResponse> accepted =
          EmbeddingServiceGrpc.newFutureStub(server.channel()).embed(EMBED);
      embedding.await();

      CompletableFuture<Void> shutdown =
          CompletableFuture.runAsync(() -> server.server().shutdown());
      TestServer.await(503, () -> status(server, "/readyz"));

      assertEquals("503 draining", TestHttp.told(TestHttp.get(server, "/readyz")));
      assertEquals("200 alive", TestHttp.told(TestHttp.get(server, "/healthz")));
      seen.countDown();
      shutdown.get();
      assertTrue(accepted.get().hasEmbedding());
    }
  }

  @Test
  void metrics_areWhatPrometheusReads() throws Exception {
    try (TestServer server = server()) {
      server.embeddings().embed(EMBED);
      Refusal.of(() -> server.embeddings().embed(EmbedRequest.getDefaultInstance()));
      TestServer.await(1, () -> server.ended("Embed", io.grpc.Status.Code.INVALID_ARGUMENT));

      HttpResponse<String> response = TestHttp.get(server, "/metrics");

      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          response.headers().firstValue("Content-Type").orElseThrow());
      List<String> lines = response.body().lines().toList();
      for (String line :
          List.of(
              "facet_live_version{model=\"face\"} 1.0",
              "facet_loaded_versions{model=\"face\"} 1.0",
              "facet_inference_batch_size_bucket{model=\"face\",le=\"1.0\"} 1",
              "facet_inference_queue_seconds_bucket{model=\"face\",le=\"60.0\"} 1",
              "facet_inference_time_seconds_count{model=\"face\"} 1",
              "facet_preprocess_time_seconds_bucket{le=\"+Inf\"} 1",
              "facet_inference_dropped_total{model=\"face\",reason=\"deadline\"} 0.0")) {
        assertTrue(lines.contains(line), line + " is none of\n" + response.body());
      }
      for (String start :
          List.of(
              "grpc_server_processing_duration_seconds_bucket{method=\"Embed\",",
              "process_resident_memory_bytes ",
              "process_open_fds ",
              "facet_memory_available_bytes ",
              "jvm_memory_used_bytes{area=\"heap\"",
              "jvm_threads_live_threads ")) {
        assertTrue(lines.stream().anyMatch(line -> line.startsWith(start)), start);
      }
      assertTrue(
          lines.stream()
              .anyMatch(
                  line ->
                      line.startsWith("grpc_server_processing_duration_seconds_count")
                          && line.contains("INVALID_ARGUMENT")),
          response.body());
    }
  }

  @Test
  void otherPathsAndMethods_areRefusedByName() throws Exception {
    try (TestServer server = server()) {
      String unknown = TestHttp.told(TestHttp.get(server, "/metricz"));
      assertTrue(unknown.startsWith("404 not found (expected: one of /"), unknown);
      assertTrue(unknown.contains("/metrics"), unknown);

      HttpResponse<String> posted = TestHttp.post(server, "/metrics", "x");
      assertEquals(405, posted.statusCode());
      assertEquals("POST: not allowed (expected: GET)\n", posted.body());
      assertEquals("GET", posted.headers().firstValue("Allow").orElseThrow());
    }
  }

  @Test
  void headers_keepPagesFromBeingCachedFramedOrExtended() throws Exception {
    try (TestServer server = server()) {
      var headers = TestHttp.get(server, "/metrics").headers();

      assertEquals("no-store", headers.firstValue("Cache-Control").orElseThrow());
      assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElseThrow());
      String policy = headers.firstValue("Content-Security-Policy").orElseThrow();
      assertTrue(policy.startsWith("default-src 'none'"), policy);
      assertTrue(policy.contains("frame-ancestors 'none'"), policy);
      assertFalse(policy.contains("unsafe"), policy);
    }
  }

  @Test
  void clientsThatNeverFinishTheirRequest_keepNobodyWaiting() throws Exception {
    try (TestServer server = server()) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), TestHttp.port(server));
        socket.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
      }

      assertEquals("200 alive", TestHttp.told(TestHttp.get(server, "/healthz")));

      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void serverWithTls_encryptsThisToo_unlessItIsToldNotTo(@TempDir Path files) throws Exception {
    TestAuthority authority = new TestAuthority("ours");
    Path certificate = files.resolve("server.pem");
    Path key = files.resolve("server.key");
    authority.issue("server").write(certificate, key);
    String[] flags = {
      "http.enabled",
      "true",
      "http.port",
      "0",
      "tls.certificate",
      certificate.toString(),
      "tls.key",
      key.toString(),
      "http.tls",
      "true"
    };
    try (TestServer server = new TestServer(repository, flags)) {
      HttpClient client = HttpClient.newBuilder().sslContext(authority.sslContext()).build();
      HttpRequest request =
          HttpRequest.newBuilder(TestHttp.uri("https", TestHttp.port(server), "/healthz")).build();
      assertEquals("alive\n", client.send(request, BodyHandlers.ofString()).body());
      assertThrows(IOException.class, () -> TestHttp.get(server, "/healthz"));
    }
    flags[flags.length - 1] = "false";
    try (TestServer server = new TestServer(repository, flags)) {
      assertEquals("200 alive", TestHttp.told(TestHttp.get(server, "/healthz")));
    }
  }

  @Test
  void takenPort_endsTheStart_beforeAModelIsLoaded() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      AtomicBoolean loaded = new AtomicBoolean();

      assertThrows(
          IOException.class,
          () ->
              new TestServer(
                  (bundle, device, passes, progress) -> {
                    loaded.set(true);
                    return EmbeddingModel.load(bundle, device, passes, progress);
                  },
                  repository,
                  "http.enabled",
                  "true",
                  "http.port",
                  port));
      assertFalse(loaded.get());
    }
  }

  private TestServer server() throws IOException {
    return new TestServer(repository, "http.enabled", "true", "http.port", "0");
  }

  private static int status(TestServer server, String path) {
    try {
      return TestHttp.get(server, path).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

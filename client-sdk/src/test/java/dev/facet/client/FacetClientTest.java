package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Code;
import dev.facet.client.fixture.FakeEmbeddings;
import dev.facet.client.fixture.FakeServer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FacetClientTest {
  private static final ModelRef FAKE = new ModelRef("fake", 3, "ab".repeat(32));

  private FakeServer server;
  private FacetClient client;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start();
    client = FacetClient.builder(server.address()).plaintext().build();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void embeddedFace_hasValuesModelAndTiming() {
    FaceEmbedding embedding = client.embed(image("abc"));

    double norm = Math.sqrt(97 * 97 + 98 * 98 + 99 * 99 + 1);
    float[] expected = {
      (float) (97 / norm), (float) (98 / norm), (float) (99 / norm), (float) (1 / norm)
    };
    assertArrayEquals(expected, embedding.values());
    assertEquals(FAKE, embedding.model());
    assertEquals(
        new Timing(Duration.ofNanos(11_000), Duration.ofNanos(22_000), Duration.ofNanos(33_000), 4),
        embedding.timing());
  }

  @Test
  void fileRawPixelsAndLandmarks_reachTheServer(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("face.jpg"), "abc");
    FaceImage read = FaceImage.read(file);
    FaceImage raw = FaceImage.raw(1, 1, PixelFormat.BGR, new byte[] {'a', 'b', 'c'});
    Landmarks landmarks = Landmarks.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    float[] plain = client.embed(image("abc")).values();

    assertArrayEquals(plain, client.embed(read).values());
    assertArrayEquals(plain, client.embed(raw).values());
    // The fake model's last value is 100 times the nose's x, before normalising; else it is 1.
    float[] aligned = client.embed(read.withLandmarks(landmarks)).values();
    assertEquals(500 * plain[3] / plain[0], aligned[3] / aligned[0], 1e-4);
  }

  @Test
  void badImageOfABatch_failsAlone() {
    List<EmbedResult> results = client.embedBatch(List.of(image("abc"), image("#"), image("xyz")));

    assertEquals(3, results.size());
    assertEquals(FAKE, results.get(0).get().model());
    assertEquals(4, results.get(2).get().timing().batchSize());
    assertTrue(results.get(1).embedding().isEmpty());
    FacetException error = results.get(1).error().orElseThrow();
    assertEquals(Status.Code.INVALID_ARGUMENT, error.code());
    assertEquals(Optional.of("CORRUPT"), error.reason());
    assertEquals(error, assertThrows(FacetException.class, () -> results.get(1).get()));
  }

  @Test
  void imagesAndEmbeddings_compareAlike() {
    FaceEmbedding first = client.embed(image("abc"));
    FaceEmbedding second = client.embed(image("a#!"));

    Comparison ofImages = client.compare(image("abc"), image("a#!"));
    Comparison ofEmbeddings = client.compare(first, second);

    assertEquals(Optional.of(FAKE), ofImages.model());
    assertEquals(Optional.empty(), ofEmbeddings.model());
    assertEquals(ofImages.cosineSimilarity(), ofEmbeddings.cosineSimilarity());
    assertEquals(first.cosineSimilarity(second), ofImages.cosineSimilarity(), 1e-6);
    assertEquals(first.euclideanDistance(second), ofImages.euclideanDistance(), 1e-6);
  }

  @Test
  void models_areListed() {
    ModelVersion expected =
        new ModelVersion(
            FAKE,
            ModelVersion.State.LIVE,
            LoadStage.NONE,
            0,
            Optional.empty(),
            "",
            ModelKind.EMBEDDER,
            Optional.of(new ModelDescription(4, 112, 96, "arcface-112", true, "MIT", "a rule")));
    assertEquals(new ModelList(List.of(expected), "fake"), client.models());
  }

  @Test
  void routingKey_reachesTheServerWithEveryCall() throws Exception {
    EmbedOptions options = client.options().withRoutingKey("gallery 7");
    client.embed(image("abc"), options);
    client.embedBatch(List.of(image("abc")), options);
    client.compare(image("abc"), image("xyz"), options);
    try (EmbeddingStream stream = client.openStream(options, 1)) {
      stream.submit(image("abc")).join();
    }
    assertEquals(
        List.of("gallery 7", "gallery 7", "gallery 7", "gallery 7"),
        server.service().routingKeys());
  }

  @Test
  void routingKeyOverTheLimit_isRefusedWithoutBeingTold() {
    EmbedOptions longest = client.options().withRoutingKey("k".repeat(128));

    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> longest.withRoutingKey("k".repeat(129)));

    assertEquals("routingKey: 129 characters (expected: at most 128)", error.getMessage());
  }

  @Test
  void refusedCall_saysCodeAndReasonWhereItWasMade() {
    EmbedOptions options = client.options().withModel("absent");

    FacetException error =
        assertThrows(FacetException.class, () -> client.embed(image("abc"), options));

    assertEquals(Status.Code.NOT_FOUND, error.code());
    assertEquals(Optional.of("UNKNOWN_MODEL"), error.reason());
    assertEquals("NOT_FOUND: model: absent (expected: fake)", error.getMessage());
    assertFalse(error.isRetryable());
    assertTrue(
        List.of(error.getStackTrace()).stream()
            .anyMatch(frame -> frame.getClassName().equals(FacetClientTest.class.getName())));
  }

  @Test
  void fullQueue_isRetryableAfterTheDelayThatTheServerAsksFor() {
    server.service().refuseNext(FakeEmbeddings.queueFull(250));

    FacetException error = assertThrows(FacetException.class, () -> client.embed(image("abc")));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, error.code());
    assertEquals(Optional.of(Duration.ofMillis(250)), error.retryDelay());
    assertTrue(error.isRetryable());
    assertEquals(1, server.service().calls());
  }

  @Test
  void unavailableServer_isTriedThreeTimes() {
    refuseUnavailable(2);
    client.embed(image("abc"));
    assertEquals(3, server.service().calls());

    refuseUnavailable(3);
    FacetException error = assertThrows(FacetException.class, () -> client.embed(image("abc")));

    assertEquals(Status.Code.UNAVAILABLE, error.code());
    assertTrue(error.isRetryable());
    assertEquals(6, server.service().calls());
  }

  @Test
  void largeImage_isTriedAgainToo() {
    refuseUnavailable(1);

    client.embed(FaceImage.of(new byte[5 << 20]));

    assertEquals(2, server.service().calls());
  }

  @Test
  void singleAttempt_isNotRepeated() {
    refuseUnavailable(1);
    try (FacetClient once =
        FacetClient.builder(server.address()).plaintext().maxAttempts(1).build()) {
      assertThrows(FacetException.class, () -> once.embed(image("abc")));
    }
    assertEquals(1, server.service().calls());
  }

  @Test
  void unreachableServer_isUnavailable() {
    server.close();

    FacetException error = assertThrows(FacetException.class, () -> client.embed(image("abc")));

    assertEquals(Status.Code.UNAVAILABLE, error.code());
    assertEquals(Optional.empty(), error.reason());
  }

  @Test
  void silentServer_isGivenUpAtTheDeadline() {
    server.service().hold();
    EmbedOptions hurried = client.options().withDeadline(Duration.ofMillis(50));

    FacetException error =
        assertThrows(FacetException.class, () -> client.embed(image("abc"), hurried));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, error.code());
    assertFalse(error.isRetryable());
  }

  @Test
  void cancelledFuture_cancelsTheCall() throws Exception {
    server.service().hold();
    CompletableFuture<FaceEmbedding> embedding = client.embedAsync(image("abc"), patient());
    server.service().awaitCall();

    embedding.cancel(true);

    server.service().awaitEnd();
  }

  @Test
  void interruptedCaller_cancelsTheCallAndStaysInterrupted() throws Exception {
    server.service().hold();
    CompletableFuture<FacetException> seen = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              seen.complete(
                  assertThrows(FacetException.class, () -> client.embed(image("abc"), patient())));
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    server.service().awaitCall();

    caller.interrupt();

    assertEquals(Status.Code.CANCELLED, seen.get().code());
    assertTrue(interrupted.get());
    server.service().awaitEnd();
  }

  @Test
  void messageOverTheLimit_isRefusedBeforeItIsSent() {
    try (FacetClient small =
        FacetClient.builder(server.address()).plaintext().maxMessageBytes(100).build()) {
      FacetException error =
          assertThrows(FacetException.class, () -> small.embed(FaceImage.of(new byte[101])));

      assertEquals(Status.Code.RESOURCE_EXHAUSTED, error.code());
      assertFalse(error.isRetryable());
    }
    assertEquals(0, server.service().calls());
  }

  @Test
  void channelThatWasPassedIn_staysOpen() {
    var channel =
        Grpc.newChannelBuilder(server.address(), InsecureChannelCredentials.create()).build();
    try {
      try (FacetClient guest = FacetClient.builder(channel).build()) {
        guest.embed(image("abc"));
      }
      assertFalse(channel.isShutdown());
      assertThrows(IllegalStateException.class, () -> FacetClient.builder(channel).plaintext());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void closedClient_refusesCallsAndClosesAgain() {
    client.close();
    client.close();

    FacetException error = assertThrows(FacetException.class, () -> client.embed(image("abc")));

    assertEquals(Status.Code.UNAVAILABLE, error.code());
  }

  @Test
  void interceptor_seesEveryCall() {
    ConcurrentLinkedQueue<String> methods = new ConcurrentLinkedQueue<>();
    ClientInterceptor recorder =
        new ClientInterceptor() {
          @Override
          public <Q, R> ClientCall<Q, R> interceptCall(
              MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            methods.add(method.getFullMethodName());
            return next.newCall(method, options);
          }
        };
    try (FacetClient watched =
        FacetClient.builder(server.address()).plaintext().intercept(recorder).build()) {
      watched.embed(image("abc"));
      try (EmbeddingStream stream = watched.openStream()) {
        assertEquals(4, stream.submit(image("abc")).join().dimension());
      }
    }
    assertEquals(
        List.of("facet.v1.EmbeddingService/Embed", "facet.v1.EmbeddingService/EmbedStream"),
        List.copyOf(methods));
  }

  @Test
  void defaultSecurity_isTls() {
    try (FacetClient secure = FacetClient.builder(server.address()).maxAttempts(1).build()) {
      FacetException error = assertThrows(FacetException.class, () -> secure.embed(image("abc")));
      assertEquals(Status.Code.UNAVAILABLE, error.code());
    }
    assertEquals(0, server.service().calls());
  }

  /** A deadline that cannot end the call in place of the caller. */
  private EmbedOptions patient() {
    return client.options().withDeadline(Duration.ofHours(1));
  }

  private void refuseUnavailable(int times) {
    for (int i = 0; i < times; i++) {
      server.service().refuseNext(FakeEmbeddings.status(Code.UNAVAILABLE, "draining", "DRAINING"));
    }
  }

  private static FaceImage image(String content) {
    return FaceImage.of(content.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.facet.client;

import static dev.facet.client.Faces.expected;
import static dev.facet.client.Faces.failure;
import static dev.facet.client.Faces.image;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.rpc.Code;
import dev.facet.client.fixture.FakeEmbeddingService.HeldAnswer;
import dev.facet.client.fixture.FakeEmbeddings;
import dev.facet.client.fixture.FakeServer;
import dev.facet.v1.EmbedStreamRequest;
import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedStreamsTest {
  private FakeServer server;
  private FacetClient client;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start();
    client = FacetClient.builder(server.address()).plaintext().sharedStreams(1).build();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void facesOfManyThreads_shareStreams_andEachGetsItsOwn() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> callers = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        String name = "caller " + caller + " face ";
        callers.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    assertArrayEquals(expected(name + i), client.embed(image(name + i)).values());
                  }
                }));
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
    } finally {
      pool.shutdownNow();
    }
    // The first ones may find the stream not connected yet.
    assertEquals(800, server.service().routingKeys().size());
    assertEquals(true, server.service().calls() < 80, () -> server.service().calls() + " calls");
  }

  @Test
  void options_areEachFacesOwn_andASingleFaceIsUrgent() throws Exception {
    connect();
    server.service().hold();
    EmbedOptions options =
        client.options().withModel("fake", 3).withRoutingKey("ann").withHoldVersion(true);
    CompletableFuture<FaceEmbedding> future = client.embedAsync(image("a"), options);
    HeldAnswer held = server.service().takeHeld();
    held.send();

    EmbedStreamRequest request = held.request();
    assertEquals("fake", request.getModel());
    assertEquals(3, request.getVersion());
    assertEquals("ann", request.getRoutingKey());
    assertEquals(dev.facet.v1.Priority.PRIORITY_INTERACTIVE, request.getPriority());
    assertEquals(false, request.getHoldVersion());
    assertEquals(4, future.join().dimension());
  }

  @Test
  void deadline_isKeptByTheClient() throws Exception {
    connect();
    server.service().hold();
    EmbedOptions options = client.options().withDeadline(Duration.ofMillis(50));
    CompletableFuture<FaceEmbedding> future = client.embedAsync(image("a"), options);

    assertEquals(Status.Code.DEADLINE_EXCEEDED, failure(future).code());
  }

  @Test
  void deadlines_areEachFacesOwn_inAnyOrder() throws Exception {
    connect();
    server.service().hold();
    CompletableFuture<FaceEmbedding> patient = client.embedAsync(image("a"));
    HeldAnswer held = server.service().takeHeld();
    EmbedOptions options = client.options();
    CompletableFuture<FaceEmbedding> second =
        client.embedAsync(image("b"), options.withDeadline(Duration.ofMillis(100)));
    CompletableFuture<FaceEmbedding> first =
        client.embedAsync(image("c"), options.withDeadline(Duration.ofMillis(50)));
    CompletableFuture<FaceEmbedding> third =
        client.embedAsync(image("d"), options.withDeadline(Duration.ofMillis(150)));

    for (CompletableFuture<FaceEmbedding> late : List.of(first, second, third)) {
      assertEquals(Status.Code.DEADLINE_EXCEEDED, failure(late).code());
    }
    held.send();
    assertArrayEquals(expected("a"), patient.join().values());
  }

  @Test
  void moreThanTheConnectionTakesAtOnce_keepsToTheStream() throws Exception {
    connect();
    int calls = server.service().calls();
    List<CompletableFuture<FaceEmbedding>> futures = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      futures.add(client.embedAsync(FaceImage.of(new byte[200_000])));
    }
    futures.forEach(CompletableFuture::join);

    assertEquals(calls, server.service().calls());
  }

  @Test
  void faceWithoutRoom_getsACallOfItsOwn() throws Exception {
    connect();
    server.service().hold();
    int calls = server.service().calls();
    for (int i = 0; i < StreamOptions.DEFAULT_MAX_IN_FLIGHT; i++) {
      client.embedAsync(image("a")).isDone();
      server.service().takeHeld();
    }
    assertEquals(calls, server.service().calls());
    client.embedAsync(image("b")).isDone();
    server.service().awaitCall();
    assertEquals(calls + 1, server.service().calls());
  }

  @Test
  void streamThatWasGivenUp_isReplaced() throws Exception {
    connect();
    server.service().hold();
    CompletableFuture<FaceEmbedding> future = client.embedAsync(image("a"));
    server
        .service()
        .takeHeld()
        .failCall(FakeEmbeddings.status(Code.PERMISSION_DENIED, "not you", "SCOPE"));
    assertEquals(Status.Code.PERMISSION_DENIED, failure(future).code());
    server.service().letGo();

    assertEquals(4, client.embed(image("b")).dimension());
  }

  @Test
  void cancelledContextOfACaller_endsNoStreamThatOthersShare() throws Exception {
    Context.CancellableContext context = Context.current().withCancellation();
    try (FacetClient made =
        context.call(
            () -> FacetClient.builder(server.address()).plaintext().sharedStreams(1).build())) {
      assertEquals(4, context.call(() -> made.embed(image("first"))).dimension());
      server.service().hold();
      CompletableFuture<FaceEmbedding> future = made.embedAsync(image("a"));
      HeldAnswer held = server.service().takeHeld();
      context.cancel(null);
      held.send();

      assertEquals(4, future.join().dimension());
      held.completeCall();
    }
  }

  @Test
  void closedClient_answersWhatIsUnderWay() throws Exception {
    connect();
    server.service().hold();
    CompletableFuture<FaceEmbedding> future = client.embedAsync(image("a"));
    HeldAnswer held = server.service().takeHeld();
    Thread closer = new Thread(client::close);
    closer.start();
    held.send();

    assertEquals(4, future.join().dimension());
    held.completeCall();
    closer.join();
    assertEquals(Status.Code.UNAVAILABLE, failure(client.embedAsync(image("b"))).code());
  }

  /** The first face finds a stream that takes it; it is connected afterwards. */
  private void connect() {
    assertEquals(4, client.embed(image("first")).dimension());
  }
}

package dev.facet.client;

import static dev.facet.client.Faces.expected;
import static dev.facet.client.Faces.failure;
import static dev.facet.client.Faces.image;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Code;
import dev.facet.client.fixture.FakeEmbeddingService.HeldAnswer;
import dev.facet.client.fixture.FakeEmbeddings;
import dev.facet.client.fixture.FakeServer;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbeddingStreamTest {
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
  void answersInAnotherOrder_reachTheirFaces() throws Exception {
    server.service().hold();
    try (EmbeddingStream stream = client.openStream()) {
      CompletableFuture<FaceEmbedding> first = stream.submit(image("abc"));
      CompletableFuture<FaceEmbedding> second = stream.submit(image("xyz!"));
      HeldAnswer ofFirst = server.service().takeHeld();
      HeldAnswer ofSecond = server.service().takeHeld();

      ofSecond.send();
      assertArrayEquals(expected("xyz!"), second.join().values());
      assertFalse(first.isDone());
      ofFirst.send();

      assertArrayEquals(expected("abc"), first.join().values());
      assertEquals("fake", first.join().model().name());
      assertEquals(4, first.join().timing().batchSize());
      ofFirst.completeCall();
    }
  }

  @Test
  void heldVersion_isNamedByNoFaceAfterTheFirstThatIsEmbedded() throws Exception {
    server.service().hold();
    EmbedOptions holding = client.options().withModel("fake", 3).withHoldVersion(true);
    EmbeddingStream stream = client.openStream(holding, 4);
    Queue<CompletableFuture<FaceEmbedding>> futures = new ConcurrentLinkedQueue<>();
    Thread submitter =
        new Thread(
            () -> {
              for (String face : List.of("#", "a", "b", "c")) {
                futures.add(stream.submit(image(face)));
              }
            });
    submitter.start();

    HeldAnswer bad = server.service().takeHeld();
    awaitParked(submitter);
    assertEquals(0, server.service().held(), "one at a time until one is embedded");
    bad.send();
    HeldAnswer first = server.service().takeHeld();
    awaitParked(submitter);
    assertEquals(0, server.service().held());
    first.send();
    HeldAnswer second = server.service().takeHeld();
    HeldAnswer third = server.service().takeHeld();
    submitter.join();

    for (HeldAnswer naming : List.of(bad, first)) {
      assertTrue(naming.request().getHoldVersion());
      assertEquals("fake", naming.request().getModel());
      assertEquals(3, naming.request().getVersion());
    }
    for (HeldAnswer following : List.of(second, third)) {
      assertFalse(following.request().getHoldVersion());
      assertEquals("", following.request().getModel());
      assertEquals(0, following.request().getVersion());
      following.send();
    }
    third.completeCall();
    stream.close();
    assertEquals(3, futures.stream().filter(future -> !future.isCompletedExceptionally()).count());
  }

  @Test
  void badFace_failsAlone() {
    try (EmbeddingStream stream = client.openStream()) {
      CompletableFuture<FaceEmbedding> bad = stream.submit(image("#"));
      CompletableFuture<FaceEmbedding> good = stream.submit(image("abc"));

      FacetException error = failure(bad);
      assertEquals(Status.Code.INVALID_ARGUMENT, error.code());
      assertEquals(Optional.of("CORRUPT"), error.reason());
      assertEquals(4, good.join().dimension());
    }
  }

  @Test
  void faceOverTheMessageLimit_failsAlone() {
    try (FacetClient small =
            FacetClient.builder(server.address()).plaintext().maxMessageBytes(200).build();
        EmbeddingStream stream = small.openStream()) {
      CompletableFuture<FaceEmbedding> large = stream.submit(FaceImage.of(new byte[200]));

      assertEquals(Status.Code.RESOURCE_EXHAUSTED, failure(large).code());
      assertEquals(4, stream.submit(image("abc")).join().dimension());
    }
  }

  @Test
  void fullWindow_holdsTheSubmitterBackUntilAnAnswerComes() throws Exception {
    server.service().hold();
    EmbeddingStream stream = client.openStream(client.options(), 2);
    stream.submit(image("a")).isDone();
    stream.submit(image("b")).isDone();
    HeldAnswer first = server.service().takeHeld();
    HeldAnswer second = server.service().takeHeld();
    CompletableFuture<FaceEmbedding> third = new CompletableFuture<>();
    Thread submitter =
        new Thread(() -> stream.submit(image("c")).thenAccept(third::complete).isDone());
    submitter.start();
    awaitParked(submitter);
    assertEquals(0, server.service().held());

    first.send();
    submitter.join();
    server.service().takeHeld().send();
    second.send();

    assertEquals(4, third.join().dimension());
    first.completeCall();
    stream.close();
  }

  @Test
  void serverThatReadsNoFurther_holdsTheSubmitterBack() throws Exception {
    server.service().stopReading();
    EmbeddingStream stream = client.openStream(client.options(), 1000);
    Queue<CompletableFuture<FaceEmbedding>> futures = new ConcurrentLinkedQueue<>();
    FaceImage megabyte = FaceImage.of(new byte[1 << 20]);
    Thread submitter =
        new Thread(
            () -> {
              for (int i = 0; i < 50; i++) {
                futures.add(stream.submit(megabyte));
              }
            });
    submitter.start();
    while (futures.isEmpty()) {
      Thread.onSpinWait();
    }
    awaitParked(submitter);
    assertTrue(futures.size() < 50);

    server.service().read();
    submitter.join();
    stream.close();

    assertEquals(50, futures.stream().filter(future -> future.join().dimension() == 4).count());
  }

  @Test
  void interruptedSubmitter_isLetGoAndTheStreamGoesOn() throws Exception {
    server.service().hold();
    EmbeddingStream stream = client.openStream(client.options(), 1);
    CompletableFuture<FaceEmbedding> first = stream.submit(image("abc"));
    CompletableFuture<Status.Code> seen = new CompletableFuture<>();
    Thread submitter =
        new Thread(
            () ->
                seen.complete(
                    assertThrows(FacetException.class, () -> stream.submit(image("b"))).code()));
    submitter.start();
    awaitParked(submitter);

    submitter.interrupt();

    assertEquals(Status.Code.CANCELLED, seen.join());
    HeldAnswer held = server.service().takeHeld();
    held.send();
    assertEquals(4, first.join().dimension());
    held.completeCall();
    stream.close();
  }

  @Test
  void faceSubmittedFromAResult_doesNotLockTheStreamUp() {
    try (EmbeddingStream stream = client.openStream(client.options(), 1)) {
      CompletableFuture<FaceEmbedding> chain = stream.submit(image("0"));
      for (int i = 1; i < 50; i++) {
        FaceImage next = image("face " + i);
        chain = chain.thenCompose(embedding -> stream.submit(next));
      }
      assertArrayEquals(expected("face 49"), chain.join().values());
    }
  }

  @Test
  void callThatFailsForGood_failsAllThatWaitAndAllThatFollow() throws Exception {
    server.service().hold();
    EmbeddingStream stream = client.openStream();
    CompletableFuture<FaceEmbedding> first = stream.submit(image("a"));
    CompletableFuture<FaceEmbedding> second = stream.submit(image("b"));
    server.service().takeHeld();

    server
        .service()
        .takeHeld()
        .failCall(FakeEmbeddings.status(Code.PERMISSION_DENIED, "not you", "SCOPE"));

    for (CompletableFuture<FaceEmbedding> future :
        List.of(first, second, stream.submit(image("c")))) {
      assertEquals(Status.Code.PERMISSION_DENIED, failure(future).code());
      assertEquals(Optional.of("SCOPE"), failure(future).reason());
    }
    stream.close();
  }

  @Test
  void repeatedAnswer_isIgnored() throws Exception {
    server.service().hold();
    EmbeddingStream stream = client.openStream();
    CompletableFuture<FaceEmbedding> first = stream.submit(image("a"));
    HeldAnswer answer = server.service().takeHeld();
    answer.send();
    answer.send();
    CompletableFuture<FaceEmbedding> second = stream.submit(image("b"));
    server.service().takeHeld().send();

    assertArrayEquals(expected("a"), first.join().values());
    assertArrayEquals(expected("b"), second.join().values());
    answer.completeCall();
    stream.close();
  }

  @Test
  void closedStream_hasAllAnswersAndTakesNoMore() {
    EmbeddingStream stream = client.openStream();
    List<CompletableFuture<FaceEmbedding>> futures = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      futures.add(stream.submit(image("face " + i)));
    }
    stream.close();
    stream.close();

    assertTrue(futures.stream().allMatch(CompletableFuture::isDone));
    assertThrows(IllegalStateException.class, () -> stream.submit(image("more")));
  }

  @Test
  void silentServer_holdsCloseNoLongerThanTheDeadline() throws Exception {
    server.service().hold();
    EmbeddingStream stream =
        client.openStream(client.options().withDeadline(Duration.ofMillis(50)), 8);
    CompletableFuture<FaceEmbedding> future = stream.submit(image("a"));

    stream.close();

    assertEquals(Status.Code.DEADLINE_EXCEEDED, failure(future).code());
    server.service().awaitEnd();
  }

  @Test
  void cancelledStream_dropsWhatIsUnderWay() throws Exception {
    server.service().hold();
    EmbeddingStream stream = client.openStream();
    CompletableFuture<FaceEmbedding> future = stream.submit(image("a"));
    server.service().takeHeld();

    stream.cancel();

    assertEquals(Status.Code.CANCELLED, failure(future).code());
    server.service().awaitEnd();
    stream.close();
  }

  @Test
  void cancelledFuture_keepsItsPlaceUntilTheServerAnswers() throws Exception {
    server.service().hold();
    EmbeddingStream stream = client.openStream(client.options(), 1);
    stream.submit(image("a")).cancel(true);
    CompletableFuture<FaceEmbedding> second = new CompletableFuture<>();
    Thread submitter =
        new Thread(() -> stream.submit(image("b")).thenAccept(second::complete).isDone());
    submitter.start();
    awaitParked(submitter);

    server.service().takeHeld().send();
    HeldAnswer held = server.service().takeHeld();
    held.send();

    assertArrayEquals(expected("b"), second.join().values());
    held.completeCall();
    stream.close();
  }

  @Test
  void unreachableServer_failsTheFace() {
    server.close();
    try (EmbeddingStream stream = client.openStream()) {
      assertEquals(Status.Code.UNAVAILABLE, failure(stream.submit(image("a"))).code());
    }
  }

  @Test
  void manySubmitters_eachGetTheirOwn() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (EmbeddingStream stream = client.openStream(client.options(), 16)) {
      List<Future<?>> submitters = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        String name = "thread " + thread + " face ";
        submitters.add(
            pool.submit(
                () -> {
                  List<CompletableFuture<FaceEmbedding>> futures = new ArrayList<>();
                  for (int i = 0; i < 200; i++) {
                    futures.add(stream.submit(image(name + i)));
                  }
                  for (int i = 0; i < 200; i++) {
                    assertArrayEquals(expected(name + i), futures.get(i).join().values());
                  }
                }));
      }
      for (Future<?> submitter : submitters) {
        submitter.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive(), "it did not wait");
      Thread.onSpinWait();
    }
  }
}

package dev.facet.client;

import static dev.facet.client.Faces.failure;
import static dev.facet.client.Faces.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a stream's faces when calls break and servers refuse. */
@Timeout(60)
class StreamResumptionTest {
  private static final com.google.rpc.Status DRAINING =
      FakeEmbeddings.status(Code.UNAVAILABLE, "draining", "DRAINING");

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
  void brokenCall_isTakenUp_andOnlyWhatWasNotAnsweredIsSentAgain() throws Exception {
    server.service().hold();
    EmbeddingStream stream = client.openStream();
    CompletableFuture<FaceEmbedding> first = stream.submit(image("a"));
    CompletableFuture<FaceEmbedding> second = stream.submit(image("b"));
    CompletableFuture<FaceEmbedding> third = stream.submit(image("c"));
    HeldAnswer ofFirst = server.service().takeHeld();
    HeldAnswer ofSecond = server.service().takeHeld();
    HeldAnswer ofThird = server.service().takeHeld();
    ofSecond.send();
    assertEquals(4, second.join().dimension());

    ofFirst.failCall(DRAINING);

    HeldAnswer firstAgain = server.service().takeHeld();
    HeldAnswer thirdAgain = server.service().takeHeld();
    assertEquals(ofFirst.request(), firstAgain.request());
    assertEquals(ofThird.request(), thirdAgain.request());
    assertEquals(0, server.service().held());
    thirdAgain.send();
    firstAgain.send();
    assertEquals(4, first.join().dimension());
    assertEquals(4, third.join().dimension());
    firstAgain.completeCall();
    stream.close();
  }

  @Test
  void serverThatEndsTheStreamEarly_getsWhatItDidNotAnswerOnceMore() throws Exception {
    server.service().hold();
    EmbeddingStream stream = client.openStream();
    CompletableFuture<FaceEmbedding> future = stream.submit(image("a"));
    server.service().takeHeld().completeCall();

    HeldAnswer again = server.service().takeHeld();
    again.send();

    assertEquals(4, future.join().dimension());
    again.completeCall();
    stream.close();
  }

  @Test
  void faces_outliveServersThatAreKilledAndStartAgain() throws Exception {
    List<CompletableFuture<FaceEmbedding>> futures = new ArrayList<>();
    try (EmbeddingStream stream = client.openStream(client.options(), 8)) {
      for (int kill = 0; kill < 3; kill++) {
        for (int i = 0; i < 20; i++) {
          futures.add(stream.submit(image("face " + i)));
        }
        server.close();
        server = server.restart();
      }
    }
    for (int i = 0; i < futures.size(); i++) {
      assertEquals(
          FakeEmbeddings.embed(image("face " + i % 20).message()).getValues(1),
          futures.get(i).join().values()[1]);
    }
  }

  @Test
  void callThatBreaksBetweenFaces_isMissedByNobody() throws Exception {
    EmbeddingStream stream = client.openStream();
    assertEquals(4, stream.submit(image("a")).join().dimension());
    server.close();
    server = server.restart();

    assertEquals(4, stream.submit(image("b")).join().dimension());
    stream.close();
  }

  @Test
  void refusedFace_isSentAgainAfterTheTimeTheServerAsksFor() throws Exception {
    server.service().hold();
    EmbeddingStream stream = client.openStream();
    CompletableFuture<FaceEmbedding> future = stream.submit(image("a"));
    HeldAnswer first = server.service().takeHeld();
    long refused = System.nanoTime();
    first.refuse(FakeEmbeddings.queueFull(200));

    HeldAnswer second = server.service().takeHeld();
    Duration waited = Duration.ofNanos(System.nanoTime() - refused);
    assertTrue(waited.compareTo(Duration.ofMillis(200)) >= 0, waited::toString);
    assertFalse(future.isDone());
    second.send();

    assertEquals(4, future.join().dimension());
    second.completeCall();
    stream.close();
  }

  @Test
  void faceThatIsAlwaysRefused_failsWithTheRefusalInTheEnd_andAlone() throws Exception {
    server.service().hold();
    EmbeddingStream stream =
        client.openStream(client.options().withDeadline(Duration.ofMillis(300)), 4);
    CompletableFuture<FaceEmbedding> refused = stream.submit(image("a"));
    HeldAnswer last = server.service().takeHeld();
    while (!refused.isDone()) {
      last.refuse(FakeEmbeddings.queueFull(50));
      HeldAnswer next = server.service().pollHeld(Duration.ofMillis(200));
      if (next == null) {
        break;
      }
      last = next;
    }

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, failure(refused).code());
    CompletableFuture<FaceEmbedding> other = stream.submit(image("b"));
    HeldAnswer ofOther = server.service().takeHeld();
    ofOther.send();
    assertEquals(4, other.join().dimension());
    ofOther.completeCall();
    stream.close();
  }

  @Test
  void silentCall_isLeftForAnother() throws Exception {
    server.service().hold();
    EmbeddingStream stream =
        client.openStream(client.options().withDeadline(Duration.ofSeconds(2)), 4);
    CompletableFuture<FaceEmbedding> future = stream.submit(image("a"));
    HeldAnswer silent = server.service().takeHeld();

    HeldAnswer again = server.service().takeHeld();
    server.service().awaitEnd();
    assertEquals(silent.request(), again.request());
    again.send();

    assertEquals(4, future.join().dimension());
    again.completeCall();
    stream.close();
  }

  @Test
  void oneAttempt_neitherTakesUpNorSendsAgain() throws Exception {
    try (FacetClient once =
        FacetClient.builder(server.address()).plaintext().maxAttempts(1).build()) {
      server.service().hold();
      EmbeddingStream stream = once.openStream();
      CompletableFuture<FaceEmbedding> refused = stream.submit(image("a"));
      CompletableFuture<FaceEmbedding> broken = stream.submit(image("b"));
      server.service().takeHeld().refuse(FakeEmbeddings.queueFull(1));
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, failure(refused).code());
      server.service().takeHeld().failCall(DRAINING);

      assertEquals(Status.Code.UNAVAILABLE, failure(broken).code());
      assertEquals(0, server.service().held());
      stream.close();
    }
  }

  @Test
  void cancelledContext_endsTheStreamForGood() throws Exception {
    server.service().hold();
    Context.CancellableContext context = Context.current().withCancellation();
    EmbeddingStream stream = context.call(client::openStream);
    CompletableFuture<FaceEmbedding> future = stream.submit(image("a"));
    server.service().takeHeld();

    context.cancel(null);

    assertEquals(Status.Code.CANCELLED, failure(future).code());
    assertEquals(Status.Code.CANCELLED, failure(stream.submit(image("b"))).code());
    stream.close();
  }

  @Test
  void heldVersion_isNamedOnceMoreToWhoeverTakesTheStreamUp() throws Exception {
    server.service().hold();
    EmbeddingStream stream = client.openStream(client.options().withHoldVersion(true), 4);
    CompletableFuture<FaceEmbedding> first = stream.submit(image("a"));
    server.service().takeHeld().send();
    ModelRef held = first.join().model();
    CompletableFuture<FaceEmbedding> second = stream.submit(image("b"));
    HeldAnswer broken = server.service().takeHeld();
    assertEquals("", broken.request().getModel());
    broken.failCall(DRAINING);

    HeldAnswer again = server.service().takeHeld();
    EmbedStreamRequest request = again.request();
    assertEquals(held.name(), request.getModel());
    assertEquals(held.version(), request.getVersion());
    assertTrue(request.getHoldVersion());
    again.send();
    assertEquals(held, second.join().model());

    CompletableFuture<FaceEmbedding> third = stream.submit(image("c"));
    HeldAnswer following = server.service().takeHeld();
    assertEquals("", following.request().getModel());
    following.sendOf(FakeEmbeddings.MODEL.toBuilder().setDigest("cd".repeat(32)).build());
    assertEquals(Status.Code.FAILED_PRECONDITION, failure(third).code());
    following.completeCall();
    stream.close();
  }
}

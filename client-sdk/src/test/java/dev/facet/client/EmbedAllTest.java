package dev.facet.client;

import static dev.facet.client.Faces.expected;
import static dev.facet.client.Faces.image;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.client.fixture.FakeEmbeddingService.HeldAnswer;
import dev.facet.client.fixture.FakeServer;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbedAllTest {
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
  void results_areInTheOrderOfTheFaces_badOnesAmongThem() {
    List<FaceImage> images =
        IntStream.range(0, 300).mapToObj(i -> image(i % 50 == 7 ? "#" : "face " + i)).toList();

    List<EmbedResult> results = client.embedAll(images.stream()).toList();

    assertEquals(300, results.size());
    for (int i = 0; i < 300; i++) {
      if (i % 50 == 7) {
        assertEquals(
            Status.Code.INVALID_ARGUMENT, results.get(i).error().orElseThrow().code(), "" + i);
      } else {
        assertArrayEquals(expected("face " + i), results.get(i).get().values(), "" + i);
      }
    }
  }

  @Test
  void unordered_resultsComeAsTheyAreDone_eachWithItsSource() throws Exception {
    server.service().hold();
    Iterator<Embedded<String>> results =
        client
            .embedAll(Stream.of("a", "b", "c"), Faces::image, StreamOptions.DEFAULT.unordered())
            .iterator();
    CompletableFuture<Embedded<String>> first = CompletableFuture.supplyAsync(results::next);
    HeldAnswer ofA = server.service().takeHeld();
    HeldAnswer ofB = server.service().takeHeld();
    HeldAnswer ofC = server.service().takeHeld();

    ofB.send();
    assertEquals("b", first.join().source());
    assertArrayEquals(expected("b"), first.join().result().get().values());
    ofC.send();
    assertEquals("c", results.next().source());
    ofA.send();
    assertEquals("a", results.next().source());
    ofA.completeCall();
  }

  @Test
  void source_isTakenNoFurtherThanFacesMayBeUnderWay() throws Exception {
    server.service().hold();
    AtomicInteger taken = new AtomicInteger();
    Stream<String> endless = Stream.generate(() -> "face " + taken.getAndIncrement());
    Stream<Embedded<String>> results =
        client.embedAll(endless, Faces::image, StreamOptions.DEFAULT.withMaxInFlight(3));
    Iterator<Embedded<String>> pulled = results.iterator();
    assertEquals(0, taken.get(), "before the first pull");
    CompletableFuture<Embedded<String>> first = CompletableFuture.supplyAsync(pulled::next);
    server.service().takeHeld().send();

    assertEquals("face 0", first.join().source());
    // Java's iterator of a stream takes one result ahead of those it gave.
    assertTrue(taken.get() <= 4, () -> taken.get() + " taken for one result");
    results.close();
    server.service().awaitEnd();
  }

  @Test
  void endlessSource_isEmbeddedAsFarAsResultsAreWanted() {
    AtomicBoolean closed = new AtomicBoolean();
    Stream<String> endless =
        Stream.iterate(0, i -> i + 1).map(i -> "face " + i).onClose(() -> closed.set(true));
    List<String> sources;
    try (Stream<Embedded<String>> results =
        client.embedAll(endless, Faces::image, StreamOptions.DEFAULT)) {
      sources = results.limit(200).map(Embedded::source).toList();
    }
    assertEquals(IntStream.range(0, 200).mapToObj(i -> "face " + i).toList(), sources);
    assertTrue(closed.get());
  }

  @Test
  void imageThatCannotBeMade_endsAll() throws Exception {
    server.service().hold();
    IllegalStateException failure = new IllegalStateException("no such file");
    Stream<Embedded<String>> results =
        client.embedAll(
            Stream.of("a", "bad"),
            source -> {
              if (source.equals("bad")) {
                while (server.service().held() == 0) {
                  Thread.onSpinWait();
                }
                throw failure;
              }
              return image(source);
            },
            StreamOptions.DEFAULT);

    assertSame(failure, assertThrows(IllegalStateException.class, results::toList));
    server.service().awaitEnd();
  }

  @Test
  void interruptedPull_endsAll() throws Exception {
    server.service().hold();
    CompletableFuture<Status.Code> seen = new CompletableFuture<>();
    Thread puller =
        new Thread(
            () -> {
              Stream<EmbedResult> results = client.embedAll(Stream.of(image("a")));
              FacetException e = assertThrows(FacetException.class, results::toList);
              assertTrue(Thread.currentThread().isInterrupted());
              seen.complete(e.code());
            });
    puller.start();
    server.service().takeHeld();
    puller.interrupt();

    assertEquals(Status.Code.CANCELLED, seen.join());
    server.service().awaitEnd();
  }

  @Test
  void heldVersion_goesOneAtATimeUntilOneIsEmbedded() throws Exception {
    StreamOptions holding = StreamOptions.of(client.options().withHoldVersion(true));
    List<Boolean> held = new ArrayList<>();
    server.service().hold();
    CompletableFuture<Long> count =
        CompletableFuture.supplyAsync(
            () -> client.embedAll(Stream.of("#", "a", "b", "c"), Faces::image, holding).count());
    for (int i = 0; i < 3; i++) {
      HeldAnswer answer = server.service().takeHeld();
      held.add(answer.request().getHoldVersion());
      assertTrue(i > 1 || server.service().held() == 0);
      answer.send();
    }
    HeldAnswer last = server.service().takeHeld();
    held.add(last.request().getHoldVersion());
    last.send();
    assertEquals(List.of(true, true, false, false), held);
    assertEquals(4, count.join());
    last.completeCall();
  }
}

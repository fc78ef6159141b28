package dev.facet.client;

import static dev.facet.client.Faces.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.client.fixture.FakeEmbeddingService.HeldAnswer;
import dev.facet.client.fixture.FakeServer;
import dev.facet.client.fixture.RecordingSubscriber;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the rules of Reactive Streams leave open; {@link PublishedFacesTckTest} checks these. */
@Timeout(60)
class PublishedFacesTest {
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
  void results_areInOrder_andNoMoreThanRequested() throws Exception {
    RecordingSubscriber<Embedded<Integer>> subscriber = new RecordingSubscriber<>();
    try (SubmissionPublisher<Integer> sources = new SubmissionPublisher<>()) {
      published(sources, StreamOptions.DEFAULT.withMaxInFlight(4)).subscribe(subscriber);
      Thread submitter = new Thread(() -> IntStream.range(0, 500).forEach(sources::submit));
      submitter.start();
      for (int taken = 0; taken < 500; taken += 50) {
        subscriber.request(50);
        for (int i = taken; i < taken + 50; i++) {
          assertEquals(i, subscriber.take().source());
        }
        assertNull(subscriber.poll(Duration.ofMillis(5)), "more than requested");
      }
      submitter.join();
    }
    assertNull(subscriber.awaitEnd());
  }

  @Test
  void source_isAskedForNoMoreThanMayBeUnderWay_whatIsNotTakenIncluded() throws Exception {
    RecordingSubscriber<Embedded<Integer>> subscriber = new RecordingSubscriber<>();
    CountingSource source = new CountingSource();
    published(source, StreamOptions.DEFAULT.withMaxInFlight(4)).subscribe(subscriber);
    server.service().hold();
    assertEquals(4, source.requested.get());
    source.send(0, 4);
    for (int i = 0; i < 4; i++) {
      server.service().takeHeld().send();
    }
    assertEquals(4, source.requested.get(), "none is taken");

    subscriber.request(2);
    assertEquals(0, subscriber.take().source());
    assertEquals(1, subscriber.take().source());
    source.awaitRequested(6);
    source.subscriber.onError(new IllegalStateException("enough"));
    assertInstanceOf(IllegalStateException.class, subscriber.awaitEnd());
    server.service().awaitEnd();
  }

  @Test
  void unordered_resultsComeAsTheyAreDone() throws Exception {
    RecordingSubscriber<Embedded<Integer>> subscriber = new RecordingSubscriber<>();
    CountingSource source = new CountingSource();
    published(source, StreamOptions.DEFAULT.unordered()).subscribe(subscriber);
    server.service().hold();
    subscriber.request(10);
    source.send(0, 2);
    HeldAnswer first = server.service().takeHeld();
    HeldAnswer second = server.service().takeHeld();
    second.send();
    assertEquals(1, subscriber.take().source());
    first.send();
    assertEquals(0, subscriber.take().source());
    source.subscriber.onComplete();
    assertNull(subscriber.awaitEnd());
    first.completeCall();
  }

  @Test
  void cancelledSubscription_dropsWhatIsUnderWay_andCancelsTheSource() throws Exception {
    RecordingSubscriber<Embedded<Integer>> subscriber = new RecordingSubscriber<>();
    CountingSource source = new CountingSource();
    published(source, StreamOptions.DEFAULT).subscribe(subscriber);
    server.service().hold();
    subscriber.request(10);
    source.send(0, 3);
    server.service().takeHeld();

    subscriber.cancel();

    server.service().awaitEnd();
    assertTrue(source.cancelled);
  }

  @Test
  void imageThatCannotBeMade_endsAll() throws Exception {
    RecordingSubscriber<Embedded<Integer>> subscriber = new RecordingSubscriber<>();
    CountingSource source = new CountingSource();
    IllegalStateException failure = new IllegalStateException("no such file");
    client
        .<Integer>embedAll(
            source,
            i -> {
              throw failure;
            },
            StreamOptions.DEFAULT)
        .subscribe(subscriber);
    subscriber.request(1);
    source.send(0, 1);

    assertSame(failure, subscriber.awaitEnd());
    assertTrue(source.cancelled);
  }

  @Test
  void badFace_isAResultLikeAnyOther() throws Exception {
    RecordingSubscriber<Embedded<Integer>> subscriber = new RecordingSubscriber<>();
    CountingSource source = new CountingSource();
    client
        .<Integer>embedAll(source, i -> image(i == 0 ? "#" : "a"), StreamOptions.DEFAULT)
        .subscribe(subscriber);
    subscriber.request(2);
    source.send(0, 2);
    assertTrue(subscriber.take().result().error().isPresent());
    assertTrue(subscriber.take().result().embedding().isPresent());
    source.subscriber.onComplete();
    assertNull(subscriber.awaitEnd());
  }

  private Flow.Publisher<Embedded<Integer>> published(
      Flow.Publisher<Integer> sources, StreamOptions options) {
    return client.embedAll(sources, i -> image("face " + i), options);
  }

  /** Sends what it is told to, and counts what it is asked for. */
  @SuppressWarnings("NullAway.Init") // who subscribes sets the field
  private static final class CountingSource implements Flow.Publisher<Integer>, Flow.Subscription {
    private final AtomicLong requested = new AtomicLong();
    private Flow.Subscriber<? super Integer> subscriber;
    private volatile boolean cancelled;

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
      this.subscriber = subscriber;
      subscriber.onSubscribe(this);
    }

    void awaitRequested(long count) {
      while (requested.get() < count) {
        Thread.onSpinWait();
      }
      assertEquals(count, requested.get());
    }

    void send(int from, int to) {
      IntStream.range(from, to).boxed().forEach(subscriber::onNext);
    }

    @Override
    public void request(long count) {
      requested.addAndGet(count);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}

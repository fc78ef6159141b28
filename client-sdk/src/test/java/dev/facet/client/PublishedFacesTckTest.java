package dev.facet.client;

import dev.facet.client.fixture.FakeServer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The rules of Reactive Streams, by their own tests. */
@SuppressWarnings("NullAway.Init") // TestNG calls the method that sets the fields
public class PublishedFacesTckTest extends FlowPublisherVerification<Embedded<Long>> {
  private FakeServer server;
  private FacetClient client;

  public PublishedFacesTckTest() {
    super(new TestEnvironment(1000, 100));
  }

  @BeforeClass
  void start() throws Exception {
    server = FakeServer.start();
    client = FacetClient.builder(server.address()).plaintext().build();
  }

  @AfterClass
  void stop() {
    server.close();
    client.close();
  }

  @Override
  public Flow.Publisher<Embedded<Long>> createFlowPublisher(long elements) {
    return client.embedAll(
        new Counting(elements), PublishedFacesTckTest::image, StreamOptions.DEFAULT);
  }

  /** A source that fails before its first element. */
  @Override
  public Flow.Publisher<Embedded<Long>> createFailedFlowPublisher() {
    return client.embedAll(
        subscriber -> {
          subscriber.onSubscribe(
              new Flow.Subscription() {
                @Override
                public void request(long count) {}

                @Override
                public void cancel() {}
              });
          subscriber.onError(new IllegalStateException("no elements"));
        },
        PublishedFacesTckTest::image,
        StreamOptions.DEFAULT);
  }

  private static FaceImage image(long element) {
    return FaceImage.of(("face " + element).getBytes(StandardCharsets.UTF_8));
  }

  /** Counts as far as it is asked to, on the thread that asks. */
  private record Counting(long elements) implements Flow.Publisher<Long> {
    @Override
    public void subscribe(Flow.Subscriber<? super Long> subscriber) {
      subscriber.onSubscribe(new CountingSubscription(elements, subscriber));
    }
  }

  private static final class CountingSubscription implements Flow.Subscription {
    private final long elements;
    private final Flow.Subscriber<? super Long> subscriber;
    private long next;
    private boolean over;

    CountingSubscription(long elements, Flow.Subscriber<? super Long> subscriber) {
      this.elements = elements;
      this.subscriber = subscriber;
      if (elements == 0) {
        over = true;
      }
    }

    @Override
    public synchronized void request(long count) {
      for (long i = 0; i < count && !over && next < elements; i++) {
        subscriber.onNext(next++);
      }
      if (!over && next == elements) {
        over = true;
        subscriber.onComplete();
      }
    }

    @Override
    public synchronized void cancel() {
      over = true;
    }
  }
}

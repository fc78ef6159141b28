package dev.facet.client;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The results of many faces for one subscriber: no more faces are asked of their source than may be
 * under way, and no more results are given than the subscriber asks for; what it does not take
 * counts as under way.
 *
 * <p>INVARIANT: only one thread at a time is in {@link #drain}, and only there the subscriber is
 * told anything. Whoever comes meanwhile leaves a mark, and that thread goes round once more.
 */
final class PublishedFaces<T> implements Flow.Subscriber<T>, Flow.Subscription {
  private final StreamSession session;
  private final Function<? super T, Submission<EmbedResult>> submission;
  private final boolean ordered;
  private final Flow.Subscriber<? super Embedded<T>> subscriber;

  /** In order: what was sent. Otherwise: what is done. */
  private final Queue<CompletableFuture<Embedded<T>>> next = new ConcurrentLinkedQueue<>();

  private final AtomicLong demand = new AtomicLong();
  private final AtomicInteger marks = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();
  private volatile Flow.@Nullable Subscription sources;
  private volatile @Nullable Throwable failure;
  private volatile boolean sourcesDone;
  private volatile boolean done;

  // Of the thread that drains.
  private long requested;
  private long delivered;

  PublishedFaces(
      StreamSession session,
      Function<? super T, Submission<EmbedResult>> submission,
      boolean ordered,
      Flow.Subscriber<? super Embedded<T>> subscriber) {
    this.session = session;
    this.submission = submission;
    this.ordered = ordered;
    this.subscriber = subscriber;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    requireNonNull(subscription, "subscription");
    if (sources != null) {
      subscription.cancel();
      return;
    }
    marks.incrementAndGet();
    sources = subscription;
    subscriber.onSubscribe(this);
    drainMarks();
  }

  @Override
  public void onNext(T source) {
    requireNonNull(source, "source");
    received.incrementAndGet();
    try {
      send(source);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void send(T source) {
    CompletableFuture<Embedded<T>> embedded =
        session
            .submitNow(submission.apply(source))
            .handle((result, failed) -> new Embedded<>(source, EmbedResult.of(result, failed)));
    if (ordered) {
      next.add(embedded);
    }
    var unused =
        embedded.thenRun(
            () -> {
              if (!ordered) {
                next.add(embedded);
              }
              drain();
            });
  }

  @Override
  public void onError(Throwable failed) {
    fail(requireNonNull(failed, "failed"));
  }

  @Override
  public void onComplete() {
    sourcesDone = true;
    drain();
  }

  @Override
  public void request(long results) {
    if (results <= 0) {
      fail(new IllegalArgumentException("request: " + results + " (expected: 1 or more)"));
      return;
    }
    demand.accumulateAndGet(results, (sum, more) -> sum + more < 0 ? Long.MAX_VALUE : sum + more);
    drain();
  }

  @Override
  public void cancel() {
    done = true;
    stop();
  }

  private void fail(Throwable cause) {
    failure = cause;
    drain();
  }

  private void stop() {
    requireNonNull(sources, "sources").cancel();
    session.cancel("no more results are wanted");
  }

  private void drain() {
    if (marks.getAndIncrement() == 0) {
      drainMarks();
    }
  }

  private void drainMarks() {
    int seen = marks.get();
    do {
      if (!done) {
        deliver();
      }
      seen = marks.addAndGet(-seen);
    } while (seen != 0);
  }

  private void deliver() {
    CompletableFuture<Embedded<T>> head = next.peek();
    while (failure == null && head != null && head.isDone() && demand.get() > 0) {
      next.remove();
      delivered++;
      demand.decrementAndGet();
      subscriber.onNext(head.join());
      if (done) {
        return;
      }
      head = next.peek();
    }
    if (failure != null) {
      done = true;
      stop();
      subscriber.onError(failure);
    } else if (sourcesDone && delivered == received.get()) {
      done = true;
      session.end();
      subscriber.onComplete();
    } else {
      requestSources();
    }
  }

  private void requestSources() {
    long more = session.window() - (requested - delivered);
    if (more > 0 && !sourcesDone) {
      requested += more;
      requireNonNull(sources, "sources").request(more);
    }
  }
}

package dev.facet.client;

import io.grpc.Status;
import java.util.Iterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The results of many faces for whoever pulls them: faces are taken from their source only as
 * results are pulled, and no more than may be under way at once. Not thread-safe.
 */
final class PulledFaces<T> extends Spliterators.AbstractSpliterator<Embedded<T>> {
  private final StreamSession session;
  private final Iterator<T> sources;
  private final Function<? super T, Submission<EmbedResult>> submission;
  private final boolean ordered;

  /** In order: what was sent. Otherwise: what is done. */
  private final LinkedBlockingQueue<CompletableFuture<Embedded<T>>> next =
      new LinkedBlockingQueue<>();

  private int underWay;

  PulledFaces(
      StreamSession session,
      Iterator<T> sources,
      Function<? super T, Submission<EmbedResult>> submission,
      boolean ordered) {
    super(Long.MAX_VALUE, ordered ? ORDERED | NONNULL : NONNULL);
    this.session = session;
    this.sources = sources;
    this.submission = submission;
    this.ordered = ordered;
  }

  @Override
  public boolean tryAdvance(Consumer<? super Embedded<T>> action) {
    Embedded<T> embedded;
    try {
      while (underWay < session.window() && sources.hasNext()) {
        send(sources.next());
      }
      if (underWay == 0) {
        session.end();
        return false;
      }
      embedded = next.take().get();
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw Failures.local(Status.Code.CANCELLED, "interrupted", e);
    } catch (ExecutionException | CancellationException e) {
      throw new IllegalStateException("a result that is always there", e);
    } catch (RuntimeException | Error e) {
      cancel();
      throw e;
    }
    underWay--;
    action.accept(embedded);
    return true;
  }

  private void send(T source) throws InterruptedException {
    CompletableFuture<Embedded<T>> embedded =
        session
            .submit(submission.apply(source))
            .handle((result, failure) -> new Embedded<>(source, EmbedResult.of(result, failure)));
    underWay++;
    if (ordered) {
      next.add(embedded);
    } else {
      var unused = embedded.thenRun(() -> next.add(embedded));
    }
  }

  /** Drops what is under way. */
  void cancel() {
    session.cancel("no more results are wanted");
  }
}

package dev.facet.client;

import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import io.grpc.ClientCall;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream of faces: the way to embed many. Each face has a future of its own, which completes as
 * soon as its reply is there, in any order; a face that fails fails alone.
 *
 * <pre>{@code
 * List<CompletableFuture<FaceEmbedding>> embeddings = new ArrayList<>();
 * try (EmbeddingStream stream = client.openStream()) {
 *   for (Path file : files) {
 *     embeddings.add(stream.submit(FaceImage.read(file)));
 *   }
 * }
 * }</pre>
 *
 * <p>Thread-safe. Where the call itself fails, every future that waits fails with it, and so does
 * that of every later {@link #submit}. Futures complete on the common pool, never on the thread
 * that reads replies: what follows on a future may submit again.
 */
public final class EmbeddingStream implements AutoCloseable {
  static final int DEFAULT_MAX_IN_FLIGHT = 64;

  private final EmbedOptions options;
  private final int maxInFlight;
  private final int maxMessageBytes;
  private final ClientCallStreamObserver<EmbedStreamRequest> requests;

  /**
   * Guards all that follows, and the order of what is sent. Never held while a future completes.
   */
  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when one of the fields below changed, or the connection takes more. */
  private final Condition changed = lock.newCondition();

  /** The futures of the faces that the server has not answered, by correlation id. */
  private final Map<String, CompletableFuture<FaceEmbedding>> unanswered = new HashMap<>();

  /** Number of futures that are not complete: the unanswered ones, and those about to complete. */
  private int incomplete;

  private long submitted;

  /** Whether the server stays with one version: it does from the first embedding on. */
  private boolean held;

  private boolean closed;

  /** Why the call ended; null while it goes on. */
  private @Nullable FacetException end;

  EmbeddingStream(Calls calls, EmbedOptions options, int maxInFlight) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight: " + maxInFlight + " (expected: 1 or more)");
    }
    this.options = options;
    this.maxInFlight = maxInFlight;
    this.maxMessageBytes = calls.maxMessageBytes();
    ClientCall<EmbedStreamRequest, EmbedStreamResponse> call =
        calls.channel().newCall(EmbeddingServiceGrpc.getEmbedStreamMethod(), calls.options());
    this.requests =
        (ClientCallStreamObserver<EmbedStreamRequest>)
            ClientCalls.asyncBidiStreamingCall(call, new Replies());
  }

  /**
   * Sends a face. Waits while as many faces as allowed are under way, or while the connection takes
   * no more; an interrupt ends the wait.
   *
   * <p>Cancelling the future does not recall the face: it stays under way until the server answers.
   *
   * @throws IllegalStateException if the stream is closed
   * @throws FacetException if the thread was interrupted; it stays interrupted, and the face was
   *     not sent
   */
  public CompletableFuture<FaceEmbedding> submit(FaceImage image) {
    lock.lock();
    try {
      while (!closed && end == null && (unanswered.size() >= window() || !requests.isReady())) {
        changed.await();
      }
      if (closed) {
        throw new IllegalStateException("the stream is closed");
      }
      return end == null ? send(image) : CompletableFuture.failedFuture(end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.local(Status.Code.CANCELLED, "interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /** Drops the faces that are under way: their futures fail with {@code CANCELLED}. Idempotent. */
  public void cancel() {
    abort(Status.Code.CANCELLED, "the stream was cancelled");
  }

  /**
   * Takes no more faces, and waits until all futures are complete, at most for the deadline of the
   * stream's options; what is not answered by then fails with {@code DEADLINE_EXCEEDED}. An
   * interrupt cancels the stream; the thread stays interrupted. Idempotent.
   */
  @Override
  public void close() {
    try {
      if (!halfCloseAndAwaitAnswers()) {
        abort(
            Status.Code.DEADLINE_EXCEEDED,
            "not answered within " + options.deadline() + " of closing the stream");
      }
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
    }
  }

  /** Returns false where the deadline passed first. */
  private boolean halfCloseAndAwaitAnswers() throws InterruptedException {
    lock.lock();
    try {
      if (!closed && end == null) {
        requests.onCompleted();
      }
      closed = true;
      changed.signalAll();
      long nanos = options.deadline().toNanos();
      while (end == null || incomplete > 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many faces may be under way now. Where a version is to be held they go one at a time until
   * one is embedded: only then is known which version that is, and that it is held. Called with the
   * lock held.
   */
  private int window() {
    return options.holdVersion() && !held ? 1 : maxInFlight;
  }

  /** Called with the lock held. */
  private CompletableFuture<FaceEmbedding> send(FaceImage image) {
    String id = Long.toString(submitted++);
    EmbedStreamRequest request = Messages.streamRequest(id, image, options, held);
    int bytes = request.getSerializedSize();
    if (bytes > maxMessageBytes) {
      return CompletableFuture.failedFuture(Failures.tooLarge(bytes, maxMessageBytes));
    }
    CompletableFuture<FaceEmbedding> future = new CompletableFuture<>();
    incomplete++;
    var unused = future.whenComplete((embedding, failure) -> completed());
    unanswered.put(id, future);
    requests.onNext(request);
    return future;
  }

  private void completed() {
    lock.lock();
    try {
      incomplete--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void ready() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void answered(EmbedStreamResponse response) {
    CompletableFuture<FaceEmbedding> future;
    lock.lock();
    try {
      future = unanswered.remove(response.getCorrelationId());
      held |= options.holdVersion() && response.hasEmbedding();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (future != null) {
      complete(future, Messages.result(response));
    }
  }

  private void abort(Status.Code code, String description) {
    FacetException reason = Failures.local(code, description, null);
    end(reason);
    requests.cancel(description, reason);
  }

  /** Ends the stream for the first reason that is given, and fails what is unanswered. */
  private void end(FacetException reason) {
    List<CompletableFuture<FaceEmbedding>> left;
    lock.lock();
    try {
      if (end == null) {
        end = reason;
      }
      left = List.copyOf(unanswered.values());
      unanswered.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    left.forEach(future -> complete(future, EmbedResult.failure(reason)));
  }

  /**
   * Completes a future on the common pool: what the caller hung on it may wait in {@link #submit}
   * for replies that only the calling thread can read.
   */
  private static void complete(CompletableFuture<FaceEmbedding> future, EmbedResult result) {
    future
        .defaultExecutor()
        .execute(
            () ->
                result
                    .error()
                    .ifPresentOrElse(
                        future::completeExceptionally, () -> future.complete(result.get())));
  }

  private final class Replies
      implements ClientResponseObserver<EmbedStreamRequest, EmbedStreamResponse> {
    @Override
    public void beforeStart(ClientCallStreamObserver<EmbedStreamRequest> requests) {
      requests.setOnReadyHandler(EmbeddingStream.this::ready);
    }

    @Override
    public void onNext(EmbedStreamResponse response) {
      answered(response);
    }

    @Override
    public void onError(Throwable failure) {
      end(Failures.of(failure));
    }

    @Override
    public void onCompleted() {
      end(Failures.local(Status.Code.UNAVAILABLE, "the server ended the stream", null));
    }
  }
}

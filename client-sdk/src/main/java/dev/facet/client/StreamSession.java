package dev.facet.client;

import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The faces of a stream and the calls that carry them: what is sent, answered, sent again and given
 * up. Thread-safe; only {@link #submit} and {@link #finish} wait.
 */
final class StreamSession {
  /** Where a server refuses a face for now and does not say for how long. */
  private static final Duration RETRY_DELAY = Duration.ofMillis(100);

  private final Calls calls;
  private final Context context;
  private final EmbedOptions options;
  private final int maxInFlight;

  /**
   * Guards all that follows, and the order of what is sent. Never held while a future completes.
   * Has something changed when one of the fields below did, or the connection takes more.
   */
  private final StreamLock lock = new StreamLock();

  private final UnansweredFaces unanswered = new UnansweredFaces(lock);
  private final StreamVersion version;
  private final Resumption resumption;

  /** The call that is under way; null before the first face and while the stream is broken. */
  private @Nullable StreamCall call;

  /** What is told of that call. */
  private @Nullable CallEvents events;

  /** Whether another call is going to take the stream up. */
  private boolean pausing;

  /** Whether somebody is going to look how long the server has been silent. */
  private boolean watched;

  private boolean closed;
  private boolean halfClosed;

  /** Why the stream is given up; null while it goes on. */
  private @Nullable FacetException end;

  /**
   * A session without a call; it begins with the first face.
   *
   * @param context in which its calls are made, and with which they end
   */
  StreamSession(Calls calls, Context context, EmbedOptions options, int maxInFlight) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight: " + maxInFlight + " (expected: 1 or more)");
    }
    this.calls = calls;
    this.context = context;
    this.options = options;
    this.maxInFlight = maxInFlight;
    this.version = new StreamVersion(options.holdVersion());
    this.resumption =
        new Resumption(calls.maxAttempts(), options.deadline(), new SplittableRandom());
  }

  /**
   * Sends a face once there is room for it.
   *
   * @see EmbeddingStream#submit
   */
  <R> CompletableFuture<R> submit(Submission<R> face) throws InterruptedException {
    return lock.once(() -> closed || end != null || !isFull(), () -> add(face, options, null));
  }

  /**
   * Sends a face if there is room for it. It is kept in memory until the connection takes it.
   *
   * @param options of this face, which fails once their deadline has passed
   * @return empty where as many faces as allowed are under way, or the stream is closed
   */
  <R> Optional<CompletableFuture<R>> trySubmit(Submission<R> face, EmbedOptions options) {
    return lock.with(
        () ->
            closed || hasNoPlace()
                ? Optional.empty()
                : Optional.of(
                    add(face, options, System.nanoTime() + options.deadline().toNanos())));
  }

  /**
   * Sends a face at once; the caller sees to it that no more than {@link #window} are under way.
   */
  <R> CompletableFuture<R> submitNow(Submission<R> face) {
    return lock.with(() -> add(face, options, null));
  }

  /** How many faces may be under way now. */
  int window() {
    return lock.with(() -> version.window(maxInFlight));
  }

  /** Takes no more faces, and ends the call once all are answered. */
  void end() {
    lock.with(
        () -> {
          closed = true;
          halfCloseWhenDone();
          lock.changed();
        });
  }

  /**
   * Does {@link #end}, and waits until all futures are complete and the call has ended.
   *
   * @return false where the server did not end the call within the deadline of the options
   */
  boolean finish() throws InterruptedException {
    end();
    lock.once(unanswered::areComplete, () -> null);
    return lock.await(() -> call == null, options.deadline());
  }

  /** Whether the stream was given up. */
  boolean isOver() {
    return lock.with(() -> end != null);
  }

  // What follows, up to the next line of this kind, is called with the lock held.

  private boolean isFull() {
    return hasNoPlace() || (call != null && !call.isReady());
  }

  private boolean hasNoPlace() {
    return unanswered.size() >= version.window(maxInFlight);
  }

  private <R> CompletableFuture<R> add(
      Submission<R> submission, EmbedOptions options, @Nullable Long deadline) {
    if (closed) {
      throw new IllegalStateException("the stream is closed");
    }
    if (end != null) {
      return CompletableFuture.failedFuture(end);
    }
    WaitingFace<R> face = new WaitingFace<>(unanswered.nextId(), submission, options, deadline);
    EmbedStreamRequest request = version.request(face.id(), submission, options);
    int bytes = request.getSerializedSize();
    if (bytes > calls.maxMessageBytes()) {
      return CompletableFuture.failedFuture(Failures.tooLarge(bytes, calls.maxMessageBytes()));
    }
    if (unanswered.isEmpty()) {
      resumption.waits(System.nanoTime());
      watch();
    }
    unanswered.add(face);
    if (call != null) {
      call.send(request);
    } else if (!pausing) {
      begin();
    }
    return face.future();
  }

  /** Begins a call, and sends what is not answered. */
  private void begin() {
    version.callBegins();
    halfClosed = false;
    CallEvents told = new CallEvents();
    events = told;
    StreamCall begun = StreamCall.begin(calls, context, told);
    if (events == told) {
      call = begun;
    }
    unanswered.all().removeIf(WaitingFace::isUnwanted);
    unanswered.all().forEach(face -> send(face, begun));
  }

  private void send(WaitingFace<?> face, StreamCall to) {
    face.sent();
    to.send(version.request(face.id(), face.submission(), face.options()));
  }

  private void halfCloseWhenDone() {
    if (closed && !halfClosed && unanswered.isEmpty() && call != null) {
      halfClosed = true;
      call.halfClose();
    }
  }

  /** The call is over; returns whether the stream is as well. */
  private boolean broken(FacetException reason) {
    call = null;
    events = null;
    lock.changed();
    if (unanswered.isEmpty()) {
      return false;
    }
    // Not by us: a server that is shut down cancels its calls.
    boolean cancelled = reason.code() == Status.Code.CANCELLED;
    if (context.isCancelled() || !(reason.isRetryable() || cancelled)) {
      return true;
    }
    Optional<Duration> pause = resumption.next(System.nanoTime());
    pausing = pause.isPresent();
    pause.ifPresent(time -> CommonPool.runAfter(time, this::resume));
    return pause.isEmpty();
  }

  private void watch() {
    if (!watched) {
      watched = true;
      CommonPool.runAfter(options.deadline().dividedBy(2), this::look);
    }
  }

  /** Whether the server's answer to a face is that it should be sent again later. */
  private boolean comesAgain(WaitingFace<?> face, EmbedResult result) {
    FacetException refusal = result.error().orElse(null);
    if (refusal == null || !refusal.isRetryable() || calls.maxAttempts() == 1) {
      return false;
    }
    long now = System.nanoTime();
    if (face.isUnwanted() || face.refused(now).compareTo(options.deadline()) >= 0) {
      return false;
    }
    CommonPool.runAfter(refusal.retryDelay().orElse(RETRY_DELAY), () -> sendAgain(face));
    return true;
  }

  // The next three return what is to be done without the lock.

  /** Looks how long the server has been silent while faces wait. */
  private Runnable lookedAt(long now) {
    watched = false;
    if (unanswered.isEmpty()) {
      return StreamSession::nothing;
    }
    Duration silence = resumption.silence(now);
    if (resumption.isOver(now)) {
      FacetException reason = silent(Status.Code.DEADLINE_EXCEEDED, silence);
      return () -> giveUp(reason);
    }
    StreamCall silent = call;
    if (silent == null || silence.compareTo(options.deadline().dividedBy(2)) < 0) {
      watch();
      return StreamSession::nothing;
    }
    FacetException reason = silent(Status.Code.UNAVAILABLE, silence);
    boolean over = broken(reason);
    if (!over) {
      watch();
    }
    return () -> {
      silent.cancel(reason);
      if (over) {
        giveUp(reason);
      }
    };
  }

  private static void nothing() {}

  private static FacetException silent(Status.Code code, Duration silence) {
    return Failures.local(code, "nothing was answered for " + silence, null);
  }

  private Runnable answered(CallEvents ofCall, String id, EmbedResult unchecked) {
    WaitingFace<?> face = unanswered.get(id);
    if (face == null || ofCall != events) {
      return StreamSession::nothing;
    }
    resumption.answered(System.nanoTime());
    EmbedResult result = version.checked(unchecked);
    if (comesAgain(face, result)) {
      return StreamSession::nothing;
    }
    unanswered.remove(face);
    halfCloseWhenDone();
    lock.changed();
    return () -> face.complete(result);
  }

  /** Ends the stream for the first reason that is given, and fails what is unanswered. */
  private Runnable givenUp(FacetException reason) {
    if (end == null) {
      end = reason;
    }
    StreamCall left = call;
    call = null;
    events = null;
    List<WaitingFace<?>> faces = unanswered.removeAll();
    lock.changed();
    return () -> {
      if (left != null) {
        left.cancel(reason);
      }
      faces.forEach(face -> face.complete(EmbedResult.failure(reason)));
    };
  }

  // What follows is called without the lock.

  private void resume() {
    lock.with(
        () -> {
          pausing = false;
          if (end == null && !unanswered.isEmpty()) {
            begin();
          }
        });
  }

  private void sendAgain(WaitingFace<?> face) {
    lock.with(
        () -> {
          if (face.isRefused() && call != null && unanswered.contains(face)) {
            send(face, call);
          }
        });
  }

  private void look() {
    lock.with(() -> lookedAt(System.nanoTime())).run();
  }

  private void answered(CallEvents ofCall, EmbedStreamResponse response) {
    EmbedResult result = Messages.result(response);
    lock.with(() -> answered(ofCall, response.getCorrelationId(), result)).run();
  }

  private void ended(CallEvents ofCall, FacetException reason) {
    if (lock.with(() -> ofCall == events && broken(reason))) {
      giveUp(reason);
    }
  }

  /** Drops what is under way, which fails with {@code CANCELLED}. */
  void cancel(String description) {
    giveUp(Failures.local(Status.Code.CANCELLED, description, null));
  }

  private void giveUp(FacetException reason) {
    lock.with(() -> givenUp(reason)).run();
  }

  /** What happens to the call that is under way; of one that was left nothing counts any more. */
  private final class CallEvents implements StreamCall.Events {
    @Override
    public void ready() {
      lock.with(lock::changed);
    }

    @Override
    public void answered(EmbedStreamResponse response) {
      StreamSession.this.answered(this, response);
    }

    @Override
    public void ended(FacetException reason) {
      StreamSession.this.ended(this, reason);
    }
  }
}

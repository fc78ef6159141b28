package dev.facet.client;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
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
   */
  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when one of the fields below changed, or the connection takes more. */
  private final Condition changed = lock.newCondition();

  /** The faces that the server has not answered, by correlation id, in the order of submission. */
  private final Map<String, WaitingFace> unanswered = new LinkedHashMap<>();

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

  /** Number of futures that are not complete: the unanswered ones, and those about to complete. */
  private int incomplete;

  private long submitted;
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
  CompletableFuture<FaceEmbedding> submit(FaceImage image) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && end == null && isFull()) {
        changed.await();
      }
      return add(image, options);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a face if that needs no wait.
   *
   * @param options of this face; its deadline counts for nothing
   * @return empty where as many faces as allowed are under way, the connection takes no more, or
   *     the stream is closed
   */
  Optional<CompletableFuture<FaceEmbedding>> trySubmit(FaceImage image, EmbedOptions options) {
    return locked(() -> closed || isFull() ? Optional.empty() : Optional.of(add(image, options)));
  }

  /**
   * Sends a face at once; the caller sees to it that no more than {@link #window} are under way.
   */
  CompletableFuture<FaceEmbedding> submitNow(FaceImage image) {
    return locked(() -> add(image, options));
  }

  /** How many faces may be under way now. */
  int window() {
    return locked(() -> version.window(maxInFlight));
  }

  /** Takes no more faces, and ends the call once all are answered. */
  void end() {
    locked(
        () -> {
          closed = true;
          halfCloseWhenDone();
          changed.signalAll();
        });
  }

  /**
   * Does {@link #end}, and waits until all futures are complete and the call has ended.
   *
   * @return false where the server did not end the call within the deadline of the options
   */
  boolean finish() throws InterruptedException {
    end();
    lock.lock();
    try {
      while (incomplete > 0 || !unanswered.isEmpty()) {
        changed.await();
      }
      long nanos = options.deadline().toNanos();
      while (call != null && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return call == null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the stream was given up. */
  boolean isOver() {
    return locked(() -> end != null);
  }

  // What follows, up to the next line of this kind, is called with the lock held.

  private boolean isFull() {
    return unanswered.size() >= version.window(maxInFlight) || (call != null && !call.isReady());
  }

  private CompletableFuture<FaceEmbedding> add(FaceImage image, EmbedOptions options) {
    if (closed) {
      throw new IllegalStateException("the stream is closed");
    }
    if (end != null) {
      return CompletableFuture.failedFuture(end);
    }
    WaitingFace face = new WaitingFace(Long.toString(submitted++), image, options);
    EmbedStreamRequest request = version.request(face.id(), image, options);
    int bytes = request.getSerializedSize();
    if (bytes > calls.maxMessageBytes()) {
      return CompletableFuture.failedFuture(Failures.tooLarge(bytes, calls.maxMessageBytes()));
    }
    incomplete++;
    var unused = face.future().whenComplete((embedding, failure) -> completed());
    if (unanswered.isEmpty()) {
      resumption.waits(System.nanoTime());
      watch();
    }
    unanswered.put(face.id(), face);
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
    unanswered.values().removeIf(WaitingFace::isUnwanted);
    unanswered.values().forEach(face -> send(face, begun));
  }

  private void send(WaitingFace face, StreamCall to) {
    face.sent();
    to.send(version.request(face.id(), face.image(), face.options()));
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
    changed.signalAll();
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
    pause.ifPresent(time -> later(time, this::resume));
    return pause.isEmpty();
  }

  private void watch() {
    if (!watched) {
      watched = true;
      later(options.deadline().dividedBy(2), this::look);
    }
  }

  /** Whether the server's answer to a face is that it should be sent again later. */
  private boolean comesAgain(WaitingFace face, EmbedResult result) {
    FacetException refusal = result.error().orElse(null);
    if (refusal == null || !refusal.isRetryable() || calls.maxAttempts() == 1) {
      return false;
    }
    long now = System.nanoTime();
    if (face.isUnwanted() || face.refused(now).compareTo(options.deadline()) >= 0) {
      return false;
    }
    later(refusal.retryDelay().orElse(RETRY_DELAY), () -> sendAgain(face));
    return true;
  }

  // What follows is called without the lock.

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private static void later(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toNanos(), NANOSECONDS, ForkJoinPool.commonPool())
        .execute(task);
  }

  private void resume() {
    locked(
        () -> {
          pausing = false;
          if (end == null && !unanswered.isEmpty()) {
            begin();
          }
        });
  }

  private void sendAgain(WaitingFace face) {
    locked(
        () -> {
          if (face.isRefused() && call != null && unanswered.containsKey(face.id())) {
            send(face, call);
          }
        });
  }

  /** Looks how long the server has been silent while faces wait. */
  private void look() {
    boolean over;
    StreamCall silent = null;
    FacetException reason;
    lock.lock();
    try {
      watched = false;
      if (unanswered.isEmpty()) {
        return;
      }
      long now = System.nanoTime();
      Duration silence = resumption.silence(now);
      over = resumption.isOver(now);
      reason =
          Failures.local(
              over ? Status.Code.DEADLINE_EXCEEDED : Status.Code.UNAVAILABLE,
              "nothing was answered for " + silence,
              null);
      if (!over && silence.compareTo(options.deadline().dividedBy(2)) >= 0) {
        silent = call;
        over = silent != null && broken(reason);
      }
      if (!over) {
        watch();
      }
    } finally {
      lock.unlock();
    }
    if (silent != null) {
      silent.cancel(reason);
    }
    if (over) {
      giveUp(reason);
    }
  }

  private void completed() {
    locked(
        () -> {
          incomplete--;
          changed.signalAll();
        });
  }

  private void answered(CallEvents ofCall, EmbedStreamResponse response) {
    EmbedResult result = Messages.result(response);
    WaitingFace face;
    lock.lock();
    try {
      face = unanswered.get(response.getCorrelationId());
      if (face == null || ofCall != events) {
        return;
      }
      resumption.answered(System.nanoTime());
      result = version.checked(result);
      if (comesAgain(face, result)) {
        return;
      }
      unanswered.remove(face.id());
      halfCloseWhenDone();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    face.complete(result);
  }

  private void ended(CallEvents ofCall, FacetException reason) {
    if (locked(() -> ofCall == events && broken(reason))) {
      giveUp(reason);
    }
  }

  /** Drops what is under way, which fails with {@code CANCELLED}. */
  void cancel(String description) {
    giveUp(Failures.local(Status.Code.CANCELLED, description, null));
  }

  /** Ends the stream for the first reason that is given, and fails what is unanswered. */
  private void giveUp(FacetException reason) {
    List<WaitingFace> faces;
    StreamCall left;
    lock.lock();
    try {
      if (end == null) {
        end = reason;
      }
      faces = List.copyOf(unanswered.values());
      unanswered.clear();
      left = call;
      call = null;
      events = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (left != null) {
      left.cancel(reason);
    }
    faces.forEach(face -> face.complete(EmbedResult.failure(reason)));
  }

  /** What happens to the call that is under way; of one that was left nothing counts any more. */
  private final class CallEvents implements StreamCall.Events {
    @Override
    public void ready() {
      locked(changed::signalAll);
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

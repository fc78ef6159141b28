package dev.facet.server.batching;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Runs tasks of many callers on a few threads, one task a thread at a time, with the turns and the
 * dropping rules of a {@link Batcher}.
 *
 * <p>Thread-safe. Nothing bounds what waits here; {@link Admission} does, before.
 */
public final class FairPool implements AutoCloseable {
  private final LongSupplier nanoTime;
  private final BatchListener listener;
  private final Workers<Task<?>> workers;

  /**
   * Starts the threads.
   *
   * @param name of the threads, followed by their index
   * @param threads how many, at least 1
   * @param nanoTime the clock of deadlines and durations, in nanoseconds, as {@link
   *     System#nanoTime}
   * @param listener is told of every task, as a batch of one, and of every drop
   */
  public FairPool(String name, int threads, LongSupplier nanoTime, BatchListener listener) {
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.workers =
        new Workers<>(
            name,
            Checks.positive("threads", threads),
            (thread, task) -> ComputeThreads.create(thread, task).start(),
            new Backlog<>(1, Duration.ZERO, nanoTime),
            listener,
            index -> taken -> taken.batch().forEach(task -> run(task, taken.nanos())));
  }

  /**
   * Puts a task in the queue; never waits.
   *
   * <p>The future always completes: with what the task returned; or with what it threw; or with
   * {@link DeadlineExpiredException}, {@link CallCancelledException} or {@link ClosedException}. It
   * completes on a thread of the pool: stages that depend on it must hand over quickly, or use
   * their {@code Async} forms.
   *
   * @param caller on whose behalf
   * @param task what to run; returns no null
   * @return the promise of the result; cancelling it drops the task if no thread has taken it yet
   */
  public <T> CompletableFuture<Timed<T>> submit(Caller caller, Callable<T> task) {
    Task<T> work = new Task<>(caller, nanoTime.getAsLong(), task);
    workers.submit(work);
    return work.future();
  }

  /** Returns how many tasks wait for a thread now. */
  public int waiting() {
    return workers.waiting();
  }

  /** Takes no more tasks, and finishes all that it has; see {@link Batcher#drain}. */
  public CompletableFuture<Void> drain() {
    return workers.drain();
  }

  /** Takes no more tasks, and fails those that wait; see {@link Batcher#closeNow}. */
  public CompletableFuture<Void> closeNow() {
    return workers.closeNow();
  }

  /** Does {@link #closeNow} and waits for the tasks that have begun; see {@link Batcher#close}. */
  @Override
  public void close() {
    workers.close();
  }

  private <T> void run(Task<T> task, long takenNanos) {
    long start = nanoTime.getAsLong();
    T value;
    try {
      value = task.body.call();
    } catch (Exception | Error e) {
      listener.failed(1, e);
      task.fail(e);
      return;
    }
    Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - start);
    listener.served(List.of(task.caller()), elapsed);
    task.complete(new Timed<>(value, task.queued(takenNanos), elapsed));
  }

  private static final class Task<T> extends Work<Timed<T>> {
    private final Callable<T> body;

    Task(Caller caller, long addedNanos, Callable<T> body) {
      super(caller, addedNanos);
      this.body = body;
    }
  }
}

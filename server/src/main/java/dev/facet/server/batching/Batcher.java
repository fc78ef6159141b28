package dev.facet.server.batching;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Forms batches of the items that many callers submit, and runs each on one of a few workers.
 *
 * <p>It is work-conserving: a free worker takes what waits, up to the largest batch, at once, so a
 * lone item never waits for company, and under load batches fill by themselves. Callers take turns,
 * and interactive items come before bulk ones, which still get every eighth turn; background ones
 * are served when nothing else waits, in batches of their own. Items whose caller ran out of time
 * or went away are dropped before their batch begins. One bad item fails alone: a batch that fails
 * is run again item by item.
 *
 * <p>Thread-safe. Nothing bounds what waits here; {@link Admission} does, before.
 *
 * @param <I> an item
 * @param <O> what is made of it
 */
public final class Batcher<I, O> implements AutoCloseable {
  private final LongSupplier nanoTime;
  private final BatchListener listener;
  private final Workers<Item<I, O>> workers;

  /**
   * Starts the workers.
   *
   * @param name of the worker threads, followed by their index
   * @param threads lends the workers' threads
   * @param options how many workers, and how they batch
   * @param nanoTime the clock of deadlines and durations, in nanoseconds, as {@link
   *     System#nanoTime}; with a delay it must run at the pace of real time
   * @param listener is told of every batch and drop
   * @param functions makes the function of each worker, from its index, counted from 0; called in
   *     this constructor. The functions run concurrently, each on one thread
   */
  public Batcher(
      String name,
      KeptThreads threads,
      BatcherOptions options,
      LongSupplier nanoTime,
      BatchListener listener,
      IntFunction<BatchFunction<I, O>> functions) {
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.workers =
        new Workers<>(
            name,
            options.workers(),
            threads::run,
            new Backlog<>(options.maxBatchSize(), options.maxBatchDelay(), nanoTime),
            listener,
            index -> handler(functions.apply(index)));
  }

  /**
   * Puts an item in the queue; never waits.
   *
   * <p>The future always completes: with the output; or with what the batch function threw for this
   * item; or with {@link DeadlineExpiredException}, {@link CallCancelledException} or {@link
   * ClosedException}. It completes on a worker thread, which the next batch is waiting for: stages
   * that depend on it must hand over quickly, or use their {@code Async} forms.
   *
   * @param caller on whose behalf
   * @param input the item
   * @return the promise of the output; cancelling it drops the item if no worker has taken it yet
   */
  public CompletableFuture<Batched<O>> submit(Caller caller, I input) {
    Item<I, O> item = new Item<>(caller, nanoTime.getAsLong(), input);
    workers.submit(item);
    return item.future();
  }

  /** Returns how many items wait for a worker now. */
  public int waiting() {
    return workers.waiting();
  }

  /**
   * Takes no more items, and finishes all that it has. Returns at once; idempotent.
   *
   * @return completes, always normally, when the last worker has ended: from then on no batch
   *     function runs. It completes on that worker
   */
  public CompletableFuture<Void> drain() {
    return workers.drain();
  }

  /**
   * Takes no more items, and fails those that wait with {@link ClosedException}; a batch that has
   * begun is finished. Returns at once; idempotent, and may follow {@link #drain}.
   *
   * @return as {@link #drain}
   */
  public CompletableFuture<Void> closeNow() {
    return workers.closeNow();
  }

  /**
   * Does {@link #closeNow} and waits until the batches that have begun are done.
   *
   * @throws IllegalStateException when called on one of its own workers, which cannot wait for
   *     itself
   */
  @Override
  public void close() {
    workers.close();
  }

  private Consumer<Taken<Item<I, O>>> handler(BatchFunction<I, O> function) {
    return taken -> {
      List<Item<I, O>> batch = taken.batch();
      if (!succeeds(function, batch, taken.nanos()) && batch.size() > 1) {
        for (Item<I, O> item : batch) {
          if (!item.dropUnwanted(nanoTime.getAsLong(), listener)) {
            succeeds(function, List.of(item), taken.nanos());
          }
        }
      }
    };
  }

  /**
   * Runs a batch and completes its items; where it fails, completes them only if it was the last
   * try.
   */
  private boolean succeeds(BatchFunction<I, O> function, List<Item<I, O>> batch, long takenNanos) {
    int size = batch.size();
    long start = nanoTime.getAsLong();
    List<O> outputs;
    try {
      outputs = List.copyOf(function.apply(batch.stream().map(item -> item.input).toList()));
      if (outputs.size() != size) {
        throw new IllegalStateException(
            "outputs: " + outputs.size() + " (expected: " + size + ", one an item)");
      }
    } catch (Error e) {
      // The workers fail the whole batch: whatever is short now would be short at once again.
      listener.failed(size, e);
      throw e;
    } catch (Exception e) {
      listener.failed(size, e);
      if (size == 1) {
        batch.get(0).fail(e);
      }
      return false;
    }
    Duration inference = Duration.ofNanos(nanoTime.getAsLong() - start);
    listener.served(batch.stream().map(Work::caller).toList(), inference);
    for (int i = 0; i < size; i++) {
      Item<I, O> item = batch.get(i);
      item.complete(new Batched<>(outputs.get(i), item.queued(takenNanos), inference, size));
    }
    return true;
  }

  private static final class Item<I, O> extends Work<Batched<O>> {
    private final I input;

    Item(Caller caller, long addedNanos, I input) {
      super(caller, addedNanos);
      this.input = input;
    }
  }
}

package dev.facet.server.batching;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed group of threads that serve a {@link Backlog}, and the end of their life.
 *
 * <p>Invariant: every item that {@link #submit} was given completes, on every path. A worker
 * completes what it took, whatever is thrown meanwhile, and nothing that is thrown ends it; the
 * last worker to end fails what still waits.
 */
final class Workers<W extends Work<?>> {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  /** Before a worker that could not take work tries again, so that it does nothing else. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Backlog<W> backlog;
  private final BatchListener listener;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * Starts them.
   *
   * @param name of the threads, followed by their index
   * @param starter runs a task at once, on a thread of that name; threads should be daemons, which
   *     do not keep a process alive that forgot them
   * @param handlers makes the handler of each worker, from its index; called here, in order
   */
  Workers(
      String name,
      int count,
      BiConsumer<String, Runnable> starter,
      Backlog<W> backlog,
      BatchListener listener,
      IntFunction<Consumer<Taken<W>>> handlers) {
    this.backlog = backlog;
    this.listener = listener;
    this.running = new AtomicInteger(count);
    List<Consumer<Taken<W>>> made = IntStream.range(0, count).mapToObj(handlers).toList();
    try {
      for (int i = 0; i < count; i++) {
        Consumer<Taken<W>> handler = made.get(i);
        starter.accept(name + "-" + i, () -> run(handler));
      }
    } catch (Throwable t) {
      backlog.close();
      throw t;
    }
  }

  /** Hands an item to the workers, or drops it where they are closed. */
  void submit(W work) {
    if (!backlog.add(work)) {
      failClosed(List.of(work));
    }
  }

  int waiting() {
    return backlog.size();
  }

  /** Lets the workers finish what waits and end; completes when the last one has ended. */
  CompletableFuture<Void> drain() {
    backlog.close();
    return ended.copy();
  }

  /** Lets the workers finish what they have begun and end; what waits fails. */
  CompletableFuture<Void> closeNow() {
    failClosed(backlog.closeAndRemoveAll());
    return ended.copy();
  }

  /** Does {@link #closeNow} and waits for the end. */
  void close() {
    if (threads.contains(Thread.currentThread())) {
      throw new IllegalStateException(
          "close() on " + Thread.currentThread().getName() + " (expected: not on its own worker)");
    }
    closeNow().join();
  }

  private void failClosed(List<W> items) {
    // Counted last: no listener may keep the end from those who wait for it.
    items.forEach(work -> work.fail(DropReason.CLOSED.toException()));
    items.forEach(work -> listener.dropped(DropReason.CLOSED));
  }

  private void run(Consumer<Taken<W>> handler) {
    Thread thread = Thread.currentThread();
    threads.add(thread);
    try {
      Taken<W> taken;
      while ((taken = take()) != null) {
        serve(taken, handler);
      }
    } finally {
      threads.remove(thread);
      if (running.decrementAndGet() == 0) {
        try {
          failClosed(backlog.closeAndRemoveAll());
        } finally {
          ended.complete(null);
        }
      }
    }
  }

  private @Nullable Taken<W> take() {
    while (true) {
      try {
        return backlog.take();
      } catch (InterruptedException e) {
        // Workers end by closing the backlog; this is an interrupt that an item left behind.
      } catch (RuntimeException | Error e) {
        // What waits waits on: a worker that ended here would never be replaced.
        log.error("{} could not take work, and tries again", Thread.currentThread().getName(), e);
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private void serve(Taken<W> taken, Consumer<Taken<W>> handler) {
    try {
      taken.dropped().forEach(work -> work.dropUnwanted(taken.nanos(), listener));
      if (!taken.batch().isEmpty()) {
        taken.batch().forEach(work -> listener.taken(work.caller(), work.queued(taken.nanos())));
        handler.accept(taken);
      }
    } catch (Throwable t) {
      // Also an Error: whoever waits must hear of it, and the next batch may well succeed.
      taken.dropped().forEach(work -> work.fail(t));
      taken.batch().forEach(work -> work.fail(t));
    }
  }
}

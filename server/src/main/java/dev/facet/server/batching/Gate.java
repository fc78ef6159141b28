package dev.facet.server.batching;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where items wait before any work is done for them. It lets in as many as the stages behind it can
 * make use of, so that nothing is prepared long before it is needed: what waits here is small,
 * takes its turn by a {@link FairQueue}, and costs nothing when nobody wants it any more.
 *
 * <p>An interactive item that no other such item waits before finds as many places again; so it
 * does not wait for those of bulk items.
 *
 * <p>Thread-safe; nothing here waits, and nothing foreign runs under a lock.
 */
public final class Gate {

  /**
   * Of the time that a caller can wait, an item is expected to take no more than one such part. The
   * forecast is of the moment: it knows neither of what comes later and is more urgent, nor of a
   * machine that gets slower.
   */
  private static final int PARTS = 2;

  private final int places;
  private final int workers;
  private final LongSupplier nanoTime;
  private final BatchListener listener;

  @GuardedBy("this")
  private final FairQueue<Work<Duration>> queue = new FairQueue<>();

  @GuardedBy("this")
  private final Pace pace;

  @GuardedBy("this")
  private int inside;

  /** How many of them are interactive. */
  @GuardedBy("this")
  private int interactiveInside;

  /** Whether some thread lets items in; it sees to those that others make room for meanwhile. */
  @GuardedBy("this")
  private boolean letting;

  /**
   * A gate that nobody has passed.
   *
   * @param places how many items are let in at a time, at least 1: about half of them for what the
   *     engine runs, the others for what it will run next
   * @param workers how many batches the engine runs at a time, at least 1
   * @param nanoTime the clock of deadlines and durations, in nanoseconds, as {@link
   *     System#nanoTime}
   * @param listener is told how long each item that was let in has waited, and of every drop
   */
  public Gate(int places, int workers, LongSupplier nanoTime, BatchListener listener) {
    this.places = Checks.positive("places", places);
    this.workers = Checks.positive("workers", workers);
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.pace = new Pace(places, workers);
  }

  /**
   * Listens to the batches of the items that are let in, since the gate forecasts by them.
   *
   * @param next is told everything as well
   */
  public BatchListener batches(BatchListener next) {
    return new Batches(next);
  }

  /**
   * Requires that an item would be done in good time: within half of what is left until its
   * caller's deadline, at the pace at which items are done. What would come too late is better
   * refused now than dropped later, after others have waited behind it. An item for which a worker
   * is idle is always given a try, and so are all until a pace is known.
   *
   * @param caller on whose behalf
   * @throws QueueFullException if it would come too late
   */
  public void requireInTime(Caller caller) throws QueueFullException {
    int ahead;
    double expected;
    synchronized (this) {
      if (inside < workers) {
        return;
      }
      ahead = queue.ahead(caller) + insideBefore(caller);
      // How items left when the gate was full says nothing of a gate that is not.
      expected = (ahead + 1) * (isFree(caller) ? pace.engineItemNanos() : pace.itemNanos());
    }
    if (!caller.canWait(nanoTime.getAsLong(), (long) (PARTS * expected))) {
      throw new QueueFullException(
          "wait: about %d ms, for %d items that come first (expected: within half of the deadline)"
              .formatted(TimeUnit.NANOSECONDS.toMillis((long) expected), ahead));
    }
  }

  /** An interactive item waits for bulk ones only where they run already. */
  @GuardedBy("this")
  private int insideBefore(Caller caller) {
    return caller.urgency() == Urgency.INTERACTIVE
        ? interactiveInside + Math.min(inside - interactiveInside, (places + 1) / 2)
        : inside;
  }

  /**
   * Lets an item in once it is its turn.
   *
   * @param caller on whose behalf
   * @return completes with how long the item waited, and then {@link #leave} must be called once;
   *     or with {@link DeadlineExpiredException} or {@link CallCancelledException}. It completes
   *     here, or on the thread that makes room, which has other things to do: what depends on it
   *     must be quick
   */
  public CompletableFuture<Duration> enter(Caller caller) {
    Work<Duration> work;
    synchronized (this) {
      if (!isFree(caller)) {
        work = new Work<>(caller, nanoTime.getAsLong());
        queue.add(caller, work);
        return work.future();
      }
      letIn(caller);
    }
    listener.taken(caller, Duration.ZERO);
    return CompletableFuture.completedFuture(Duration.ZERO);
  }

  /**
   * An item that was let in is done, however it ended: others come in.
   *
   * @param caller on whose behalf it was let in
   */
  public void leave(Caller caller) {
    synchronized (this) {
      pace.left(inside >= places, nanoTime.getAsLong());
      inside--;
      interactiveInside -= caller.urgency() == Urgency.INTERACTIVE ? 1 : 0;
      if (letting) {
        return;
      }
      letting = true;
    }
    List<Work<Duration>> dropped = new ArrayList<>();
    try {
      while (letOneIn(dropped)) {
        dropped.clear();
      }
    } catch (Throwable t) {
      // Also an Error: nobody else would let anybody in.
      dropped.forEach(work -> work.fail(t));
      stopLetting();
      throw t;
    }
  }

  private boolean letOneIn(List<Work<Duration>> dropped) {
    long now = nanoTime.getAsLong();
    Work<Duration> next = next(now, dropped);
    try {
      dropped.forEach(work -> work.dropUnwanted(now, listener));
      if (next != null) {
        listener.taken(next.caller(), next.queued(now));
      }
    } finally {
      if (next != null) {
        next.complete(next.queued(now));
      }
    }
    return next != null;
  }

  private synchronized void stopLetting() {
    letting = false;
  }

  /** How many items wait now. */
  synchronized int waiting() {
    return queue.size();
  }

  private synchronized @Nullable Work<Duration> next(long now, List<Work<Duration>> dropped) {
    while (inside < places) {
      Work<Duration> work = queue.poll(now, true, dropped::add);
      if (work == null) {
        break;
      }
      if (work.dropReason(now) == null) {
        letIn(work.caller());
        return work;
      }
      dropped.add(work);
    }
    letting = false;
    return null;
  }

  @GuardedBy("this")
  private void letIn(Caller caller) {
    inside++;
    interactiveInside += caller.urgency() == Urgency.INTERACTIVE ? 1 : 0;
  }

  @GuardedBy("this")
  private boolean isFree(Caller caller) {
    return caller.urgency() == Urgency.INTERACTIVE
        ? inside < 2 * places && queue.ahead(caller) == 0
        : inside < places && queue.isEmpty();
  }

  private final class Batches implements BatchListener {
    private final BatchListener next;

    Batches(BatchListener next) {
      this.next = next;
    }

    @Override
    public void dropped(DropReason reason) {
      next.dropped(reason);
    }

    @Override
    public void taken(Caller caller, Duration queued) {
      next.taken(caller, queued);
    }

    @Override
    public void served(List<Caller> batch, Duration elapsed) {
      synchronized (Gate.this) {
        pace.ran(batch.size(), elapsed);
      }
      next.served(batch, elapsed);
    }

    @Override
    public void failed(int batchSize, Throwable cause) {
      next.failed(batchSize, cause);
    }
  }
}

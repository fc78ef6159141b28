package dev.facet.server.batching;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in, when, and who is refused before. */
@Timeout(60)
class GateTest {
  private static final int PLACES = 2;
  private static final int WORKERS = 1;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final FakeClock clock = new FakeClock();
  private final RecordingListener listener = new RecordingListener();
  private final Gate gate = new Gate(PLACES, WORKERS, clock, listener);
  private final Caller bulk = Caller.withoutDeadline(Urgency.BULK);

  @Test
  void items_areLetInWhileThereArePlaces_thenInTurn() throws Exception {
    assertTrue(gate.enter(bulk).isDone());
    assertTrue(gate.enter(bulk).isDone());
    CompletableFuture<Duration> third = gate.enter(bulk);
    CompletableFuture<Duration> fourth = gate.enter(bulk);
    CompletableFuture<Duration> other = gate.enter(Caller.withoutDeadline(Urgency.BULK));
    assertFalse(third.isDone());
    assertEquals(3, gate.waiting());

    clock.advance(7);
    gate.leave(bulk);
    assertEquals(Duration.ofNanos(7), Outcome.result(third));
    assertFalse(other.isDone());
    gate.leave(bulk);
    assertTrue(other.isDone());
    assertFalse(fourth.isDone());
    gate.leave(bulk);
    assertTrue(fourth.isDone());
    assertEquals(
        List.of(Duration.ZERO, Duration.ZERO, Duration.ofNanos(7), Duration.ofNanos(7)),
        listener.queued.subList(0, 4));
  }

  @Test
  void errorWhileItemsAreLetIn_leavesNobodyBehind() throws Exception {
    BatchListener broken =
        new BatchListener() {
          private boolean thrown;

          @Override
          public void taken(Caller caller, Duration queued) {
            if (!thrown && !queued.isZero()) {
              thrown = true;
              throw new OutOfMemoryError("for the test");
            }
          }
        };
    Gate narrow = new Gate(1, WORKERS, clock, broken);
    assertTrue(narrow.enter(bulk).isDone());
    CompletableFuture<Duration> second = narrow.enter(bulk);
    CompletableFuture<Duration> third = narrow.enter(bulk);
    clock.advance(7);

    assertThrows(OutOfMemoryError.class, () -> narrow.leave(bulk));
    assertEquals(Duration.ofNanos(7), Outcome.result(second));
    narrow.leave(bulk);
    assertEquals(Duration.ofNanos(7), Outcome.result(third));
  }

  @Test
  void placeThatNobodyWaitsFor_isThereForTheNextItem() {
    enter(2);
    gate.leave(bulk);
    assertTrue(gate.enter(bulk).isDone());
    assertFalse(gate.enter(bulk).isDone());
  }

  @Test
  void interactiveItem_doesNotWaitForBulkOnes_butInTurnForOthersOfItsKind() {
    enter(2 * PLACES);
    assertTrue(gate.enter(Caller.withoutDeadline(Urgency.INTERACTIVE)).isDone());
    assertTrue(gate.enter(Caller.withoutDeadline(Urgency.INTERACTIVE)).isDone());
    CompletableFuture<Duration> third = gate.enter(Caller.withoutDeadline(Urgency.INTERACTIVE));
    assertFalse(third.isDone());

    gate.leave(bulk);
    gate.leave(bulk);
    assertFalse(third.isDone(), "as many as there are places are inside still");
    assertFalse(gate.enter(Caller.withoutDeadline(Urgency.INTERACTIVE)).isDone());
    gate.leave(bulk);
    assertTrue(third.isDone());
  }

  @Test
  void itemThatNobodyWantsAnyMore_isDroppedInsteadOfLetIn() throws Exception {
    enter(2);
    Caller late = Caller.withDeadline(Urgency.BULK, clock.getAsLong() + 5);
    CompletableFuture<Duration> expired = gate.enter(late);
    Caller gone = Caller.withoutDeadline(Urgency.BULK);
    CompletableFuture<Duration> cancelled = gate.enter(gone);
    CompletableFuture<Duration> givenUp = gate.enter(bulk);
    CompletableFuture<Duration> wanted = gate.enter(bulk);
    gone.cancel();
    givenUp.cancel(false);
    clock.advance(5);

    gate.leave(bulk);
    assertInstanceOf(DeadlineExpiredException.class, Outcome.failure(expired));
    assertInstanceOf(CallCancelledException.class, Outcome.failure(cancelled));
    assertEquals(Duration.ofNanos(5), Outcome.result(wanted));
    assertEquals(
        List.of(DropReason.DEADLINE, DropReason.CANCELLED, DropReason.CANCELLED), listener.dropped);
    assertEquals(0, gate.waiting());
  }

  @Test
  void itemsThatEndAtOnce_letEachOtherIn_howeverMany() {
    enter(2);
    int items = 100_000;
    List<CompletableFuture<Void>> ended = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      ended.add(gate.enter(bulk).thenRun(() -> gate.leave(bulk)));
    }
    gate.leave(bulk);
    assertTrue(ended.stream().allMatch(CompletableFuture::isDone));
    assertEquals(0, gate.waiting());
  }

  @Test
  void manyThreads_areLetInNoMoreAtATimeThanThereArePlaces_andAllAre() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    // None leaves before as many are inside as there are places.
    CyclicBarrier allPlaces = new CyclicBarrier(PLACES);
    int threads = 4;
    int items = 2_000;
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    ExecutorService stages = Executors.newFixedThreadPool(2 * PLACES);
    Queue<CompletableFuture<Void>> ended = new ConcurrentLinkedQueue<>();
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        sent.add(
            callers.submit(
                () -> {
                  for (int i = 0; i < items; i++) {
                    ended.add(
                        gate.enter(bulk)
                            .thenRunAsync(
                                () -> {
                                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                  await(allPlaces);
                                  inside.decrementAndGet();
                                  gate.leave(bulk);
                                },
                                stages));
                  }
                }));
      }
      for (Future<?> caller : sent) {
        caller.get(60, TimeUnit.SECONDS);
      }
      for (CompletableFuture<Void> item : ended) {
        Outcome.result(item);
      }
    } finally {
      callers.shutdownNow();
      stages.shutdownNow();
    }
    assertEquals(threads * items, ended.size());
    assertEquals(threads * items, listener.queued.size());
    assertEquals(PLACES, most.get());
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void itemThatWouldComeTooLate_isRefused() throws Exception {
    leaveAtPace(10 * MILLI);
    enter(3);
    // Two are inside, two wait, and one of the caller's own: 50 ms, in half of the time.
    CompletableFuture<?> another = gate.enter(Caller.withoutDeadline(Urgency.BULK));
    assertFalse(another.isDone());
    long now = clock.getAsLong();
    assertDoesNotThrow(
        () -> gate.requireInTime(Caller.withDeadline(Urgency.BULK, now + 100 * MILLI)));
    QueueFullException refused =
        assertThrows(
            QueueFullException.class,
            () -> gate.requireInTime(Caller.withDeadline(Urgency.BULK, now + 100 * MILLI - 1)));
    assertEquals(
        "wait: about 50 ms, for 4 items that come first (expected: within half of the deadline)",
        refused.getMessage());
  }

  @Test
  void callerWithoutDeadline_waitsHoweverLong() {
    leaveAtPace(TimeUnit.HOURS.toNanos(1));
    enter(2);
    assertDoesNotThrow(() -> gate.requireInTime(bulk));
  }

  @Test
  void itemThatFindsAPlace_isTriedHoweverSlowTheLatestWere() {
    leaveAtPace(TimeUnit.HOURS.toNanos(1));
    enter(1);
    Caller hurried = Caller.withDeadline(Urgency.BULK, clock.getAsLong() + 1);
    assertDoesNotThrow(() -> gate.requireInTime(hurried));
  }

  @Test
  void itemThatFindsAPlace_isRefusedWhereTheEngineNeedsTooLong() throws Exception {
    RecordingListener told = new RecordingListener();
    gate.batches(told).served(Collections.nCopies(2, bulk), Duration.ofMillis(20));
    assertEquals(List.of(2), told.served);
    Caller hurried = Caller.withDeadline(Urgency.BULK, clock.getAsLong() + 40 * MILLI - 1);
    assertDoesNotThrow(() -> gate.requireInTime(hurried), "a worker is idle");
    enter(1);
    Caller patient = Caller.withDeadline(Urgency.BULK, clock.getAsLong() + 40 * MILLI);
    assertDoesNotThrow(() -> gate.requireInTime(patient));
    assertThrows(QueueFullException.class, () -> gate.requireInTime(hurried));
  }

  @Test
  void batches_weighAnEighth_eachDividedAmongTheWorkers() throws Exception {
    Gate two = new Gate(PLACES, 2, clock, listener);
    BatchListener batches = two.batches(listener);
    batches.served(Collections.nCopies(4, bulk), Duration.ofMillis(80));
    batches.served(Collections.nCopies(1, bulk), Duration.ofMillis(36));
    for (int i = 0; i < 2; i++) {
      assertTrue(two.enter(bulk).isDone());
    }
    // 10 ms an item, then 10 + (18 - 10) / 8 = 11; three items in half of the time.
    long enough = clock.getAsLong() + 66 * MILLI;
    assertDoesNotThrow(() -> two.requireInTime(Caller.withDeadline(Urgency.BULK, enough)));
    assertThrows(
        QueueFullException.class,
        () -> two.requireInTime(Caller.withDeadline(Urgency.BULK, enough - 1)));
  }

  @Test
  void interactiveItem_isForecastWithoutTheBulkOnesThatDoNotRunYet() throws Exception {
    Gate wide = new Gate(4, WORKERS, clock, listener);
    wide.batches(listener).served(Collections.nCopies(1, bulk), Duration.ofMillis(10));
    for (int i = 0; i < 4; i++) {
      assertTrue(wide.enter(bulk).isDone());
    }
    long soon = clock.getAsLong() + 60 * MILLI;
    Caller interactive = Caller.withDeadline(Urgency.INTERACTIVE, soon);
    assertDoesNotThrow(() -> wide.requireInTime(interactive), "two of the four run, and itself");
    assertTrue(wide.enter(interactive).isDone());
    assertThrows(
        QueueFullException.class,
        () -> wide.requireInTime(Caller.withDeadline(Urgency.INTERACTIVE, soon)));
    wide.leave(interactive);
    assertDoesNotThrow(() -> wide.requireInTime(Caller.withDeadline(Urgency.INTERACTIVE, soon)));
  }

  @Test
  void asLongAsNoPaceIsKnown_allAreTried() {
    enter(3);
    Caller hurried = Caller.withDeadline(Urgency.BULK, clock.getAsLong() + 1);
    assertDoesNotThrow(() -> gate.requireInTime(hurried));
  }

  private void enter(int items) {
    for (int i = 0; i < items; i++) {
      CompletableFuture<?> unused = gate.enter(bulk);
    }
  }

  /** Ends with nobody inside, and a pace that is known. */
  private void leaveAtPace(long itemNanos) {
    int items = 2 * PLACES;
    enter(items);
    for (int i = 0; i < items; i++) {
      clock.advance(itemNanos);
      gate.leave(bulk);
    }
  }
}

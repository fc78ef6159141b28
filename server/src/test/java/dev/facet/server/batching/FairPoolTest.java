package dev.facet.server.batching;

import static dev.facet.server.batching.Outcome.failure;
import static dev.facet.server.batching.Outcome.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairPoolTest {
  private final FakeClock clock = new FakeClock();
  private final RecordingListener listener = new RecordingListener();
  private final FairPool pool = new FairPool("test", 1, clock, listener);
  private final Caller caller = Caller.withoutDeadline(Urgency.INTERACTIVE);
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void close() {
    gate.countDown();
    pool.close();
  }

  @Test
  void task_returnsItsValueAndItsTimes() throws Exception {
    CompletableFuture<?> busy = occupy();
    CompletableFuture<Timed<String>> future =
        pool.submit(
            caller,
            () -> {
              clock.advance(300);
              return "done";
            });
    clock.advance(20);
    gate.countDown();
    result(busy);
    assertEquals(new Timed<>("done", Duration.ofNanos(20), Duration.ofNanos(300)), result(future));
    assertEquals(List.of(1, 1), listener.served);
  }

  @Test
  void taskThatThrows_failsAloneWithWhatItThrew() throws Exception {
    IOException cause = new IOException("cannot be decoded");
    CompletableFuture<?> bad =
        pool.submit(
            caller,
            () -> {
              throw cause;
            });
    assertSame(cause, failure(bad));
    assertEquals(List.of(1), listener.failed);
    StackOverflowError error = new StackOverflowError();
    CompletableFuture<?> worse =
        pool.submit(
            caller,
            () -> {
              throw error;
            });
    assertSame(error, failure(worse));
    assertEquals(List.of(1, 1), listener.failed);
    assertEquals(5, result(pool.submit(caller, () -> 5)).value());
  }

  @Test
  void unwantedTasks_neverRun() throws Exception {
    CompletableFuture<?> busy = occupy();
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    Caller gone = Caller.withoutDeadline(Urgency.INTERACTIVE);
    Caller late = Caller.withDeadline(Urgency.BULK, clock.getAsLong() + 10);
    CompletableFuture<?> first = pool.submit(gone, () -> ran.add("gone"));
    CompletableFuture<?> second = pool.submit(late, () -> ran.add("late"));
    gone.cancel();
    clock.advance(10);
    gate.countDown();
    result(busy);
    assertInstanceOf(CallCancelledException.class, failure(first));
    assertInstanceOf(DeadlineExpiredException.class, failure(second));
    assertEquals(List.of(), ran);
  }

  @Test
  void callers_takeTurns() throws Exception {
    CompletableFuture<?> busy = occupy();
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    Caller other = Caller.withoutDeadline(Urgency.INTERACTIVE);
    List<CompletableFuture<?>> futures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      futures.add(pool.submit(caller, () -> ran.add("stream")));
    }
    futures.add(pool.submit(other, () -> ran.add("lone")));
    assertEquals(4, pool.waiting());
    gate.countDown();
    result(busy);
    for (CompletableFuture<?> future : futures) {
      result(future);
    }
    assertEquals(List.of("stream", "lone", "stream", "stream"), ran);
  }

  @Test
  void backgroundTasks_runWhenNothingElseWaits() throws Exception {
    CompletableFuture<?> busy = occupy();
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    Caller background = Caller.withoutDeadline(Urgency.BACKGROUND);
    Caller bulk = Caller.withoutDeadline(Urgency.BULK);
    CompletableFuture<?> last = pool.submit(background, () -> ran.add("background"));
    CompletableFuture<?> second = pool.submit(bulk, () -> ran.add("bulk"));
    CompletableFuture<?> first = pool.submit(caller, () -> ran.add("interactive"));
    gate.countDown();
    result(CompletableFuture.allOf(busy, first, second, last).thenApply(nothing -> true));
    assertEquals(List.of("interactive", "bulk", "background"), ran);
  }

  @Test
  void threads_workAtTheSameTime() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    try (FairPool two = new FairPool("two", 2, clock, listener)) {
      CompletableFuture<Timed<Integer>> first = two.submit(caller, both::await);
      CompletableFuture<Timed<Integer>> second = two.submit(caller, both::await);
      assertEquals(1, result(first).value() + result(second).value());
    }
  }

  @Test
  void closedPool_runsWhatItHasAcceptedOnlyWhenDrained() throws Exception {
    CompletableFuture<?> busy = occupy();
    CompletableFuture<Timed<Integer>> accepted = pool.submit(caller, () -> 1);
    CompletableFuture<Void> drained = pool.drain();
    assertInstanceOf(ClosedException.class, failure(pool.submit(caller, () -> 2)));
    gate.countDown();
    result(busy);
    assertEquals(1, result(accepted).value());
    result(drained.thenApply(nothing -> true));
  }

  @Test
  void noThreads_areRefused() {
    assertEquals(
        "threads: 0 (expected: 1 or more)",
        assertThrows(IllegalArgumentException.class, () -> new FairPool("none", 0, clock, listener))
            .getMessage());
  }

  /** Keeps the pool's one thread busy until the gate opens. */
  private CompletableFuture<Timed<Boolean>> occupy() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Timed<Boolean>> busy =
        pool.submit(
            Caller.withoutDeadline(Urgency.INTERACTIVE),
            () -> {
              begun.countDown();
              gate.await();
              return true;
            });
    begun.await();
    return busy;
  }
}

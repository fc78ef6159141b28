package dev.facet.server.batching;

import static dev.facet.server.batching.Outcome.failure;
import static dev.facet.server.batching.Outcome.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a batcher puts into which batch, and what it drops. */
@Timeout(60)
class BatcherTest {
  private final KeptThreads threads = new KeptThreads();
  private final FakeClock clock = new FakeClock();
  private final RecordingListener listener = new RecordingListener();
  private final GatedEngine engine = new GatedEngine();
  private final List<Batcher<?, ?>> batchers = new ArrayList<>();
  private final Caller caller = Caller.withoutDeadline(Urgency.INTERACTIVE);

  @AfterEach
  void close() {
    engine.letAllGo();
    batchers.forEach(Batcher::close);
  }

  @Test
  void loneItem_isServedAtOnce() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(1, 16);
    CompletableFuture<Batched<Integer>> future = batcher.submit(caller, 21);
    assertEquals(List.of(21), engine.nextBatch());
    engine.letOneGo();
    assertEquals(new Batched<>(42, Duration.ZERO, Duration.ZERO, 1), result(future));
  }

  @Test
  void itemsThatCameMeanwhile_formTheNextBatchUpToItsLimit() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(1, 4);
    occupy(batcher);
    List<CompletableFuture<Batched<Integer>>> futures = submit(batcher, caller, 1, 6);
    assertEquals(6, batcher.waiting());

    engine.letAllGo();
    assertEquals(List.of(1, 2, 3, 4), engine.nextBatch());
    assertEquals(List.of(5, 6), engine.nextBatch());
    for (int i = 0; i < 6; i++) {
      Batched<Integer> batched = result(futures.get(i));
      assertEquals(2 * (i + 1), batched.output());
      assertEquals(i < 4 ? 4 : 2, batched.batchSize());
    }
    assertEquals(List.of(1, 4, 2), listener.served);
    assertEquals(0, batcher.waiting());
  }

  @Test
  void freeWorker_takesAnItemWhileTheOtherIsBusy() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(2, 16);
    occupy(batcher);
    submit(batcher, caller, 7, 7);
    // The first batch is still held, so that it is the second worker that began this one.
    assertEquals(List.of(7), engine.nextBatch());
  }

  @Test
  void loneCall_isInTheNextBatchOfABusyStream() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(1, 16);
    occupy(batcher);
    submit(batcher, Caller.withoutDeadline(Urgency.BULK), 1, 1_000);
    CompletableFuture<Batched<Integer>> lone =
        batcher.submit(Caller.withoutDeadline(Urgency.BULK), 5_000);
    engine.letOneGo();
    assertTrue(engine.nextBatch().contains(5_000));
    engine.letOneGo();
    assertEquals(10_000, result(lone).output());
  }

  @Test
  void interactiveItem_isServedBeforeBulkOnes() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(1, 2);
    occupy(batcher);
    submit(batcher, Caller.withoutDeadline(Urgency.BULK), 1, 3);
    submit(batcher, Caller.withoutDeadline(Urgency.INTERACTIVE), 9, 9);
    engine.letAllGo();
    assertEquals(List.of(9, 1), engine.nextBatch());
  }

  @Test
  void backgroundItems_areServedAfterAllOthersAndInNoBatchOfTheirs() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(1, 4);
    occupy(batcher);
    submit(batcher, Caller.withoutDeadline(Urgency.BACKGROUND), 1, 5);
    submit(batcher, Caller.withoutDeadline(Urgency.BULK), 10, 14);
    engine.letAllGo();
    assertEquals(List.of(10, 11, 12, 13), engine.nextBatch());
    assertEquals(List.of(14), engine.nextBatch());
    assertEquals(List.of(1, 2, 3, 4), engine.nextBatch());
    assertEquals(List.of(5), engine.nextBatch());
  }

  @Test
  void timesAreMeasured_fromTheClockThatIsGiven() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(1, 16);
    occupy(batcher);
    CompletableFuture<Batched<Integer>> first = batcher.submit(caller, 1);
    clock.advance(30);
    CompletableFuture<Batched<Integer>> second = batcher.submit(caller, 2);
    clock.advance(5);
    engine.letOneGo();
    engine.nextBatch();
    clock.advance(700);
    engine.letOneGo();
    Duration inference = Duration.ofNanos(700);
    assertEquals(new Batched<>(2, Duration.ofNanos(35), inference, 2), result(first));
    assertEquals(new Batched<>(4, Duration.ofNanos(5), inference, 2), result(second));
    assertEquals(
        List.of(Duration.ZERO, Duration.ofNanos(35), Duration.ofNanos(5)), listener.queued);
  }

  @Test
  void expiredItem_isDroppedBeforeTheEngine() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(1, 16);
    occupy(batcher);
    long deadline = clock.getAsLong() + 5_000;
    CompletableFuture<?> late =
        batcher.submit(Caller.withDeadline(Urgency.INTERACTIVE, deadline), 1);
    submit(batcher, Caller.withDeadline(Urgency.INTERACTIVE, deadline + 1), 2, 2);
    clock.advance(5_000);
    engine.letOneGo();
    assertEquals(List.of(2), engine.nextBatch());
    assertInstanceOf(DeadlineExpiredException.class, failure(late));
    assertEquals(List.of(DropReason.DEADLINE), listener.dropped);
  }

  @Test
  void itemOfACallerThatWentAway_isDroppedBeforeTheEngine() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(1, 16);
    occupy(batcher);
    Caller gone = Caller.withoutDeadline(Urgency.INTERACTIVE);
    CompletableFuture<?> unwanted = batcher.submit(gone, 1);
    submit(batcher, caller, 2, 2);
    gone.cancel();
    engine.letOneGo();
    assertEquals(List.of(2), engine.nextBatch());
    assertInstanceOf(CallCancelledException.class, failure(unwanted));
    assertEquals(List.of(DropReason.CANCELLED), listener.dropped);
  }

  @Test
  void itemWhoseFutureIsCancelled_isDroppedAndItsCallersOthersAreServed() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(1, 16);
    occupy(batcher);
    CompletableFuture<?> unwanted = batcher.submit(caller, 1);
    submit(batcher, caller, 2, 2);
    assertTrue(unwanted.cancel(false));
    engine.letOneGo();
    assertEquals(List.of(2), engine.nextBatch());
    assertEquals(List.of(DropReason.CANCELLED), listener.dropped);
  }

  @Test
  void droppedItems_leaveTheirPlaceInTheBatchToOthers() throws Exception {
    Batcher<Integer, Integer> batcher = batcher(1, 2);
    occupy(batcher);
    Caller gone = Caller.withoutDeadline(Urgency.INTERACTIVE);
    submit(batcher, gone, 100, 150);
    submit(batcher, caller, 1, 2);
    gone.cancel();
    engine.letOneGo();
    assertEquals(List.of(1, 2), engine.nextBatch());
  }

  @Test
  void everyWorker_hasAFunctionOfItsOwn() throws Exception {
    Set<Integer> used = new ConcurrentSkipListSet<>();
    CountDownLatch bothBegan = new CountDownLatch(2);
    Batcher<Integer, Integer> batcher =
        batcher(
            new BatcherOptions(2, 1),
            index ->
                batch -> {
                  used.add(index);
                  bothBegan.countDown();
                  bothBegan.await();
                  return batch;
                });
    for (CompletableFuture<?> future : submit(batcher, caller, 1, 2)) {
      result(future);
    }
    assertEquals(Set.of(0, 1), used);
  }

  @Test
  void delay_endsWhenTheBatchIsFull() throws Exception {
    Batcher<Integer, Integer> batcher =
        batcher(new BatcherOptions(2, 3, Duration.ofMinutes(1)), index -> engine);
    submit(batcher, caller, 1, 2);
    assertTrue(engine.isIdle());
    submit(batcher, caller, 3, 3);
    assertEquals(List.of(1, 2, 3), engine.nextBatch());
  }

  @Test
  void delay_endsForALoneItemWhenItsTimeIsUp() throws Exception {
    Duration delay = Duration.ofMillis(20);
    Batcher<Integer, Integer> batcher =
        new Batcher<>(
            "test",
            new KeptThreads(),
            new BatcherOptions(2, 3, delay),
            System::nanoTime,
            listener,
            index -> engine);
    batchers.add(batcher);
    engine.letAllGo();
    Batched<Integer> batched = result(batcher.submit(caller, 1));
    assertTrue(batched.queued().compareTo(delay) >= 0, () -> batched.toString());
  }

  @Test
  void delay_endsWhenTheBatcherIsDrained() throws Exception {
    Batcher<Integer, Integer> batcher =
        batcher(new BatcherOptions(2, 3, Duration.ofMinutes(1)), index -> engine);
    CompletableFuture<Batched<Integer>> lone = batcher.submit(caller, 1);
    engine.letAllGo();
    result(batcher.drain());
    assertEquals(2, result(lone).output());
  }

  @Test
  void threads_bearTheNameAndDoNotKeepTheProcessAlive() throws Exception {
    Batcher<Integer, Thread> batcher =
        batcher(new BatcherOptions(1, 1), index -> batch -> List.of(Thread.currentThread()));
    Thread worker = result(batcher.submit(caller, 1)).output();
    assertEquals("test-0", worker.getName());
    assertTrue(worker.isDaemon());
  }

  @Test
  void threadGivenBack_isLentAgain() throws Exception {
    BatchFunction<Integer, Thread> itself = batch -> List.of(Thread.currentThread());
    Set<Thread> lent = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      Batcher<Integer, Thread> batcher = batcher(new BatcherOptions(1, 1), index -> itself);
      Thread worker = result(batcher.submit(caller, 1)).output();
      lent.add(worker);
      batcher.close();
      // It waits for another task now, so that it is found.
      while (worker.getState() == Thread.State.RUNNABLE || worker.getName().equals("test-0")) {
        Thread.onSpinWait();
      }
    }
    assertEquals(1, lent.size());
  }

  @Test
  void functionThatCannotBeMade_failsTheConstructorBeforeAnyThreadStarts() {
    IllegalStateException cause = new IllegalStateException("no such device");
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                batcher(
                    new BatcherOptions(2, 1),
                    index -> {
                      throw cause;
                    }));
    assertSame(cause, thrown);
  }

  private Batcher<Integer, Integer> batcher(int workers, int maxBatchSize) {
    return batcher(new BatcherOptions(workers, maxBatchSize), index -> engine);
  }

  private <O> Batcher<Integer, O> batcher(
      BatcherOptions options, IntFunction<BatchFunction<Integer, O>> functions) {
    Batcher<Integer, O> batcher =
        new Batcher<>("test", threads, options, clock, listener, functions);
    batchers.add(batcher);
    return batcher;
  }

  /** Makes one worker busy with a batch of one until the engine lets it go. */
  private void occupy(Batcher<Integer, Integer> batcher) throws Exception {
    submit(batcher, Caller.withoutDeadline(Urgency.INTERACTIVE), 0, 0);
    assertEquals(List.of(0), engine.nextBatch());
  }

  private static <O> List<CompletableFuture<Batched<O>>> submit(
      Batcher<Integer, O> batcher, Caller caller, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> batcher.submit(caller, i)).toList();
  }
}

package dev.facet.server.batching;

import static dev.facet.server.batching.Outcome.failure;
import static dev.facet.server.batching.Outcome.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a batcher comes to its end while both its workers are busy and three items wait. */
@Timeout(60)
class ClosingTest {
  private final RecordingListener listener = new RecordingListener();
  private final GatedEngine engine = new GatedEngine();
  private final Caller caller = Caller.withoutDeadline(Urgency.INTERACTIVE);
  private final Batcher<Integer, Integer> batcher =
      new Batcher<>(
          "test",
          new KeptThreads(),
          new BatcherOptions(2, 2),
          new FakeClock(),
          listener,
          index -> engine);

  private List<CompletableFuture<Batched<Integer>>> begun = List.of();
  private List<CompletableFuture<Batched<Integer>>> waiting = List.of();

  @BeforeEach
  void occupyBothWorkers() throws Exception {
    begun = IntStream.range(0, 2).mapToObj(this::begin).toList();
    waiting = IntStream.range(2, 5).mapToObj(i -> batcher.submit(caller, i)).toList();
  }

  @AfterEach
  void close() {
    engine.letAllGo();
    batcher.close();
  }

  @Test
  void drain_finishesAllThatWasAccepted() throws Exception {
    CompletableFuture<Void> drained = batcher.drain();
    assertFalse(drained.isDone());
    CompletableFuture<?> refused = batcher.submit(caller, 9);
    assertInstanceOf(ClosedException.class, failure(refused));

    engine.letAllGo();
    result(drained.thenApply(nothing -> true));
    for (int i = 0; i < 3; i++) {
      assertTrue(waiting.get(i).isDone(), "drained before item " + i + " was answered");
      assertEquals(2 * (i + 2), result(waiting.get(i)).output());
    }
    assertEquals(List.of(DropReason.CLOSED), listener.dropped);
  }

  @Test
  void closeNow_failsWhatWaitsAndFinishesWhatHasBegun() throws Exception {
    CompletableFuture<Void> closed = batcher.closeNow();
    for (CompletableFuture<?> future : waiting) {
      assertTrue(future.isDone());
      assertInstanceOf(ClosedException.class, failure(future));
    }
    assertFalse(closed.isDone());
    assertEquals(0, batcher.waiting());

    engine.letOneGo();
    engine.letOneGo();
    result(closed.thenApply(nothing -> true));
    assertEquals(0, result(begun.get(0)).output());
    assertEquals(2, result(begun.get(1)).output());
    assertEquals(
        List.of(DropReason.CLOSED, DropReason.CLOSED, DropReason.CLOSED), listener.dropped);
  }

  @Test
  void closeNowAfterDrain_cutsItShort() throws Exception {
    CompletableFuture<Void> drained = batcher.drain();
    CompletableFuture<Void> closed = batcher.closeNow();
    assertInstanceOf(ClosedException.class, failure(waiting.get(2)));
    engine.letAllGo();
    result(CompletableFuture.allOf(drained, closed).thenApply(nothing -> true));
  }

  @Test
  void closedTwice_isClosed() throws Exception {
    engine.letAllGo();
    batcher.close();
    batcher.close();
    result(batcher.drain().thenApply(nothing -> true));
    assertInstanceOf(ClosedException.class, failure(batcher.submit(caller, 1)));
  }

  @Test
  void endWaitedForByOneThread_cannotBeForgedForAnother() throws Exception {
    batcher.drain().complete(null);
    assertFalse(batcher.drain().isDone());
  }

  @Test
  void closeOnItsOwnWorker_isRefusedRatherThanWaitingForItself() throws Exception {
    CompletableFuture<Void> dependent = begun.get(0).thenRun(batcher::close);
    engine.letAllGo();
    Throwable cause = assertInstanceOf(IllegalStateException.class, failure(dependent));
    assertTrue(
        String.valueOf(cause.getMessage()).matches("close\\(\\) on test-\\d .*"),
        cause.getMessage());
  }

  @Test
  void drainOnItsOwnWorker_ends() throws Exception {
    CompletableFuture<Boolean> ended =
        begun.get(0).thenCompose(batched -> batcher.drain()).thenApply(nothing -> true);
    engine.letAllGo();
    assertTrue(result(ended));
    for (CompletableFuture<Batched<Integer>> future : waiting) {
      assertTrue(future.isDone());
    }
  }

  private CompletableFuture<Batched<Integer>> begin(int value) {
    CompletableFuture<Batched<Integer>> future = batcher.submit(caller, value);
    try {
      assertEquals(List.of(value), engine.nextBatch());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return future;
  }
}

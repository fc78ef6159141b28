package dev.facet.server.batching;

import static dev.facet.server.batching.Outcome.failure;
import static dev.facet.server.batching.Outcome.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a batcher does when the batch function fails. */
@Timeout(60)
class BatcherFailureTest {
  private final FakeClock clock = new FakeClock();
  private final RecordingListener listener = new RecordingListener();
  private final Caller caller = Caller.withoutDeadline(Urgency.INTERACTIVE);
  private @Nullable Batcher<Integer, Integer> batcher;

  @AfterEach
  void close() {
    if (batcher != null) {
      batcher.close();
    }
  }

  @Test
  void badItem_failsAlone() throws Exception {
    IllegalArgumentException bad = new IllegalArgumentException("seven");
    List<CompletableFuture<Batched<Integer>>> futures =
        oneBatch(
            caller,
            8,
            batch -> {
              if (batch.contains(7)) {
                throw bad;
              }
              return batch;
            });
    for (int i = 1; i <= 8; i++) {
      CompletableFuture<Batched<Integer>> future = futures.get(i - 1);
      if (i == 7) {
        assertSame(bad, failure(future));
      } else {
        assertEquals(i, result(future).output());
        assertEquals(1, result(future).batchSize());
      }
    }
    assertEquals(List.of(8, 1), listener.failed);
  }

  @Test
  void itemThatExpiresWhileItemsAreTriedOneByOne_isDropped() throws Exception {
    Caller hurried = Caller.withDeadline(Urgency.INTERACTIVE, clock.getAsLong() + 100);
    List<Integer> seen = new ArrayList<>();
    List<CompletableFuture<Batched<Integer>>> futures =
        oneBatch(
            hurried,
            3,
            batch -> {
              if (batch.size() > 1) {
                throw new IllegalStateException("too many");
              }
              seen.addAll(batch);
              clock.advance(60);
              return batch;
            });
    assertEquals(1, result(futures.get(0)).output());
    assertEquals(2, result(futures.get(1)).output());
    assertInstanceOf(DeadlineExpiredException.class, failure(futures.get(2)));
    assertEquals(List.of(1, 2), seen);
    assertEquals(List.of(DropReason.DEADLINE), listener.dropped);
  }

  @Test
  void tooFewOutputs_areNeverGivenToTheWrongItems() throws Exception {
    List<CompletableFuture<Batched<Integer>>> futures =
        oneBatch(caller, 3, batch -> batch.subList(1, batch.size()));
    for (CompletableFuture<?> future : futures) {
      Throwable cause = assertInstanceOf(IllegalStateException.class, failure(future));
      assertEquals("outputs: 0 (expected: 1, one an item)", cause.getMessage());
    }
    assertEquals(List.of(3, 1, 1, 1), listener.failed);
  }

  @Test
  @SuppressWarnings("NullAway") // A function that breaks its contract.
  void missingOutput_isAnError() throws Exception {
    for (CompletableFuture<?> future :
        oneBatch(caller, 2, batch -> Collections.nCopies(batch.size(), null))) {
      assertInstanceOf(NullPointerException.class, failure(future));
    }
  }

  @Test
  void outOfMemory_failsTheBatchAndTheWorkerGoesOn() throws Exception {
    OutOfMemoryError error = new OutOfMemoryError("for the test");
    List<CompletableFuture<Batched<Integer>>> futures =
        oneBatch(
            caller,
            3,
            batch -> {
              if (batch.contains(1)) {
                throw error;
              }
              return batch;
            });
    for (CompletableFuture<?> future : futures) {
      assertSame(error, failure(future));
    }
    assertEquals(List.of(3), listener.failed, "it is told, and not tried again");
    assertEquals(13, result(submit(caller, 11, 13).get(2)).output());
  }

  @Test
  void interruptThatAnItemLeavesBehind_doesNotStopTheWorker() throws Exception {
    start(
        new BatcherOptions(1, 4),
        listener,
        batch -> {
          Thread.currentThread().interrupt();
          return batch;
        });
    for (int i = 0; i < 3; i++) {
      assertEquals(i, result(started().submit(caller, i)).output());
    }
  }

  @Test
  void listenerThatThrows_failsTheItemsAtHandOnly() throws Exception {
    IllegalStateException broken = new IllegalStateException("broken listener");
    BatchListener throwsOnce =
        new BatchListener() {
          private boolean thrown;

          @Override
          public void served(List<Caller> batch, Duration elapsed) {
            if (!thrown) {
              thrown = true;
              throw broken;
            }
          }
        };
    start(new BatcherOptions(1, 4), throwsOnce, batch -> batch);
    assertSame(broken, failure(started().submit(caller, 1)));
    assertEquals(2, result(started().submit(caller, 2)).output());
  }

  @Test
  void dependentThatThrows_harmsNobody() throws Exception {
    start(new BatcherOptions(1, 4), listener, batch -> batch);
    CompletableFuture<?> dependent =
        started()
            .submit(caller, 1)
            .thenAccept(
                batched -> {
                  throw new IllegalStateException("broken dependent");
                });
    assertInstanceOf(IllegalStateException.class, failure(dependent));
    assertEquals(2, result(started().submit(caller, 2)).output());
  }

  /** Submits the numbers from 1 as one batch: the worker waits until it is full. */
  private List<CompletableFuture<Batched<Integer>>> oneBatch(
      Caller by, int size, BatchFunction<Integer, Integer> function) {
    start(new BatcherOptions(1, size, Duration.ofMinutes(1)), listener, function);
    return submit(by, 1, size);
  }

  private void start(
      BatcherOptions options, BatchListener told, BatchFunction<Integer, Integer> function) {
    batcher = new Batcher<>("test", new KeptThreads(), options, clock, told, index -> function);
  }

  private List<CompletableFuture<Batched<Integer>>> submit(Caller by, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> started().submit(by, i)).toList();
  }

  private Batcher<Integer, Integer> started() {
    return Objects.requireNonNull(batcher);
  }
}

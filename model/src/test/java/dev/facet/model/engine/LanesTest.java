package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {

  private static final int COUNT = 3;

  private final Lanes lanes = new Lanes(COUNT);
  private final AtomicIntegerArray inLane = new AtomicIntegerArray(COUNT);

  @Test
  void manyThreads_areNeverTwoInOneLane() {
    AtomicInteger done = new AtomicInteger();
    runTogether(
        8,
        () -> {
          for (int i = 0; i < 2_000; i++) {
            int ignored = lanes.inAny(this::alone);
            done.incrementAndGet();
          }
        });
    assertEquals(16_000, done.get());
  }

  @Test
  void plans_areMadeInTheOrderOfTheLanes_oneRoundAfterTheOther_underLoad() {
    List<Integer> planned = new ArrayList<>();
    runTogether(
        8,
        () -> {
          for (int i = 0; i < 200; i++) {
            int ignored = lanes.inAny(this::alone);
            if (i % 20 == 0) {
              lanes.plan(
                  lane -> {
                    planned.add(lane);
                    return alone(lane);
                  });
            }
          }
        });
    assertEquals(IntStream.range(0, 8 * 10 * COUNT).mapToObj(i -> i % COUNT).toList(), planned);
  }

  @Test
  void planThatFailsInOneLane_isTriedInTheOthers_andItsFailureIsThrown() {
    List<Integer> tried = new ArrayList<>();
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                lanes.plan(
                    lane -> {
                      tried.add(lane);
                      throw new IllegalStateException("lane " + lane);
                    }));
    assertEquals("lane 0", thrown.getMessage());
    assertEquals(List.of(0, 1, 2), tried);
  }

  @Test
  void workThatFails_leavesItsLane() {
    for (int i = 0; i < COUNT; i++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              lanes.inAny(
                  lane -> {
                    throw new IllegalStateException();
                  }));
    }
    assertTrue(lanes.<Boolean>inAny(lane -> true));
  }

  /** Fails if another thread is in the lane. */
  private int alone(int lane) {
    assertEquals(1, inLane.incrementAndGet(lane), "threads in lane " + lane);
    for (int i = 0; i < 100; i++) {
      Thread.onSpinWait();
    }
    assertEquals(0, inLane.decrementAndGet(lane), "threads left in lane " + lane);
    return lane;
  }

  private static void runTogether(int threads, Runnable task) {
    CountDownLatch start = new CountDownLatch(threads);
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      done.add(end);
      new Thread(
              () -> {
                start.countDown();
                try {
                  start.await();
                  task.run();
                  end.complete(null);
                } catch (Throwable failed) {
                  end.completeExceptionally(failed);
                }
              })
          .start();
    }
    done.forEach(CompletableFuture::join);
  }
}

package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
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
            int lane = i % 2 == 0 ? lanes.inAny(this::alone) : givingWay();
            done.addAndGet(lane < COUNT ? 1 : 0);
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

  @Test
  void workThatGivesWay_takesOneLaneAndLeavesTheOthers() throws Exception {
    Held background = inBackground(lanes);
    background.awaitBegun();
    Held second = inBackground(lanes);
    second.awaitWaiting();

    List<Held> others = List.of(inAny(lanes), inAny(lanes));
    for (Held other : others) {
      other.awaitBegun();
    }
    assertFalse(second.hasBegun());

    background.end();
    second.awaitBegun();
    others.forEach(Held::end);
    second.end();
  }

  @Test
  void workThatWaits_overtakesWorkThatGivesWay() throws Exception {
    Lanes one = new Lanes(1);
    Held first = inAny(one);
    first.awaitBegun();
    Held background = inBackground(one);
    background.awaitWaiting();
    Held later = inAny(one);
    later.awaitWaiting();

    first.end();
    later.awaitBegun();
    assertFalse(background.hasBegun());

    later.end();
    background.awaitBegun();
    background.end();
  }

  @Test
  void plans_areMadeBeforeWorkThatGivesWay() throws Exception {
    Held first = inAny(lanes);
    first.awaitBegun();
    Held planner = new Held(held -> lanes.plan(lane -> held.work()));
    planner.awaitWaiting();
    Held background = inBackground(lanes);
    background.awaitWaiting();

    first.end();
    planner.awaitBegun();
    background.awaitBegun();
    planner.end();
    background.end();
  }

  @Test
  void interruptedThread_waitsForItsTurnNoMore() throws Exception {
    Lanes one = new Lanes(1);
    Held first = inAny(one);
    first.awaitBegun();
    Held background = inBackground(one);
    background.awaitWaiting();
    background.thread.interrupt();
    background.thread.join();
    assertFalse(background.hasBegun());
    first.end();
    assertTrue(one.<Boolean>inBackground(lane -> true));
  }

  @Test
  void workThatGivesWayAndFails_leavesItsLane() throws Exception {
    assertThrows(
        IllegalStateException.class,
        () ->
            lanes.inBackground(
                lane -> {
                  throw new IllegalStateException();
                }));
    assertTrue(lanes.<Boolean>inBackground(lane -> true));
  }

  private static Held inAny(Lanes lanes) {
    return new Held(held -> lanes.inAny(lane -> held.work()));
  }

  private static Held inBackground(Lanes lanes) {
    return new Held(
        held -> {
          try {
            int ignored = lanes.inBackground(lane -> held.work());
          } catch (InterruptedException e) {
            // What the test asked for.
          }
        });
  }

  /** A thread that enters a lane and stays until it is told to end. */
  private static final class Held {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread;

    Held(Consumer<Held> entering) {
      thread = new Thread(() -> entering.accept(this));
      thread.setDaemon(true);
      thread.start();
    }

    int work() {
      begun.countDown();
      await(ending);
      return 0;
    }

    void awaitBegun() {
      await(begun);
    }

    boolean hasBegun() {
      return begun.getCount() == 0;
    }

    void awaitWaiting() {
      while (thread.getState() != Thread.State.WAITING) {
        assertFalse(hasBegun());
        Thread.onSpinWait();
      }
    }

    void end() {
      ending.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        assertTrue(latch.await(10, TimeUnit.SECONDS), "still waits");
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
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

  private int givingWay() {
    try {
      return lanes.inBackground(this::alone);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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

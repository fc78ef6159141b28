package dev.facet.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many callers with random cancellations, deadlines, bad items and a random end, along the whole
 * way of an item: admission, pool, batcher.
 */
@Timeout(300)
class BatcherStressTest {
  private static final List<Urgency> URGENCIES = List.of(Urgency.values());
  private static final int CALLER_THREADS = 6;
  private static final int CALLS = 150;

  @Test
  void everyItem_isAnsweredOnceAndEveryPermitComesBack() throws Exception {
    Set<String> outcomes = new TreeSet<>();
    for (int seed = 1; seed <= 30; seed++) {
      Run run = new Run(seed);
      run.play();
      run.check();
      outcomes.addAll(run.outcomes.values());
    }
    assertEquals(
        Set.of(
            "output",
            "BadItem",
            "OutOfMemoryError",
            "CallCancelledException",
            "ClosedException",
            "DeadlineExpiredException"),
        outcomes,
        "a path that no run took is a path that is not tested");
  }

  private static final class BadItem extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** One seeded run. Items are numbers, each used once. */
  private static final class Run {
    private final int seed;
    private final int endAfter;
    private final Admission admission = new Admission(200, 10_000);
    private final AtomicInteger submitted = new AtomicInteger();
    private final Map<Long, String> outcomes = new ConcurrentHashMap<>();
    private final Map<Long, Integer> servings = new ConcurrentHashMap<>();
    private final Queue<CompletableFuture<?>> futures = new ConcurrentLinkedQueue<>();
    private final FairPool pool;
    private final Batcher<Long, Long> batcher;

    Run(int seed) {
      this.seed = seed;
      this.endAfter = 1 + new Random(seed).nextInt(CALLER_THREADS * CALLS);
      Duration delay = seed % 4 == 0 ? Duration.ofNanos(50_000) : Duration.ZERO;
      this.pool = new FairPool("pool", 2, System::nanoTime, new BatchListener() {});
      this.batcher =
          new Batcher<>(
              "batcher",
              new KeptThreads(),
              new BatcherOptions(2, 8, delay),
              System::nanoTime,
              new BatchListener() {},
              index -> this::triple);
    }

    void play() throws Exception {
      CyclicBarrier start = new CyclicBarrier(CALLER_THREADS);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < CALLER_THREADS; t++) {
        int index = t;
        threads.add(new Thread(() -> call(index, start)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      futures.add(pool.drain().thenCompose(nothing -> batcher.drain()));
    }

    void check() throws Exception {
      for (CompletableFuture<?> future : futures) {
        future.get(30, TimeUnit.SECONDS);
      }
      assertEquals(submitted.get(), outcomes.size());
      outcomes.forEach(
          (item, outcome) ->
              assertEquals(outcome.equals("output") ? 1 : null, servings.get(item), outcome));
      assertEquals(0, admission.items());
      assertEquals(0, admission.bytes());
      assertEquals(0, batcher.waiting() + pool.waiting());
    }

    private void call(int thread, CyclicBarrier start) {
      try {
        start.await();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      Random random = new Random(1_000L * seed + thread);
      for (int i = 0; i < CALLS; i++) {
        Urgency urgency = URGENCIES.get(random.nextInt(URGENCIES.size()));
        Caller caller =
            random.nextInt(4) == 0
                ? Caller.withDeadline(urgency, System.nanoTime() + random.nextInt(300_000))
                : Caller.withoutDeadline(urgency);
        int items = random.nextInt(8) == 0 ? 20 : 1 + random.nextInt(3);
        for (int item = 0; item < items; item++) {
          submit(caller, thread * 1_000_000L + i * 100L + item);
        }
        if (random.nextInt(4) == 0) {
          caller.cancel();
        }
      }
    }

    private void submit(Caller caller, long item) {
      Admission.Permit permit;
      try {
        permit = admission.admit(100);
      } catch (QueueFullException full) {
        return;
      }
      if (submitted.incrementAndGet() == endAfter) {
        futures.add(seed % 2 == 0 ? batcher.drain() : batcher.closeNow());
      }
      futures.add(
          pool.submit(caller, () -> item)
              .thenCompose(timed -> batcher.submit(caller, timed.value()))
              .handle(
                  (batched, failure) -> {
                    permit.release();
                    assertNull(outcomes.put(item, outcome(item, batched, failure)));
                    return true;
                  }));
    }

    private static String outcome(
        long item, @Nullable Batched<Long> batched, @Nullable Throwable failure) {
      if (batched != null) {
        assertEquals(3 * item, batched.output());
        return "output";
      }
      // The stages between wrap what the pool or the batcher failed with.
      Throwable cause = failure == null ? null : failure.getCause();
      return cause == null ? "no cause" : cause.getClass().getSimpleName();
    }

    /** Fails every batch that holds a bad item or one that costs too much memory. */
    private List<Long> triple(List<Long> batch) {
      if (batch.stream().anyMatch(item -> item % 89 == 0)) {
        throw new OutOfMemoryError("for the test");
      }
      if (batch.stream().anyMatch(item -> item % 97 == 0)) {
        throw new BadItem();
      }
      batch.forEach(item -> servings.merge(item, 1, Integer::sum));
      return batch.stream().map(item -> 3 * item).toList();
    }
  }
}

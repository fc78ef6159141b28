package dev.facet.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is thrown outside of the work itself, where a worker would end by it. */
@Timeout(60)
class BrokenWorkerTest {

  private static final int ITEMS = 20;

  private final AtomicInteger errors = new AtomicInteger();

  /** Throws where a worker takes work, as often as it is told to. */
  private long nanoTime() {
    boolean takes = Thread.currentThread().getName().startsWith("test-");
    if (takes && errors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new OutOfMemoryError("for the test");
    }
    return System.nanoTime();
  }

  @Test
  void errorWhileWorkIsTaken_endsNoWorker_andLosesNothing() throws Exception {
    errors.set(5);
    try (Batcher<Integer, Integer> batcher =
        new Batcher<>(
            "test",
            new KeptThreads(),
            new BatcherOptions(1, 4),
            this::nanoTime,
            new RecordingListener(),
            index -> batch -> batch)) {
      Caller caller = Caller.withoutDeadline(Urgency.BULK);
      List<CompletableFuture<Batched<Integer>>> futures =
          IntStream.range(0, ITEMS).mapToObj(i -> batcher.submit(caller, i)).toList();
      for (int i = 0; i < ITEMS; i++) {
        assertEquals(i, Outcome.result(futures.get(i)).output());
      }
    }
    assertEquals(0, errors.get(), "all were thrown");
  }
}

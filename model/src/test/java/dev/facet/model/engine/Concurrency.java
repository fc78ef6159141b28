package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Many threads on one model. */
final class Concurrency {

  private static final int THREADS = 4;

  private Concurrency() {}

  /** Every thread embeds batches of random sizes; each result must be that of one thread alone. */
  static void requireBitEqual(EmbeddingModel model, float[][] faces, int calls) throws Exception {
    List<float[][]> expected = new ArrayList<>();
    for (int size = 0; size <= faces.length; size++) {
      expected.add(model.embed(Arrays.copyOf(faces, size)));
    }
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<@Nullable Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(thread);
        tasks.add(
            () -> {
              start.await();
              for (int call = 0; call < calls; call++) {
                int size = 1 + random.nextInt(faces.length);
                assertArrayEquals(expected.get(size), model.embed(Arrays.copyOf(faces, size)));
              }
              return null;
            });
      }
      for (Future<@Nullable Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}

package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More threads than cores on several models, while others are loaded and closed. Where two threads
 * share scratch memory of the engine, about one embedding in a hundred is wrong here.
 */
class ConcurrentModelsTest {

  private static final int FACES = 16;
  private static final int MODELS = 3;
  private static final int THREADS = 6;
  private static final int CALLS = 400;

  @Test
  void manyThreadsOnManyModels_whileOthersComeAndGo_getTheBitsOfOneThread(@TempDir Path repository)
      throws Exception {
    ModelBundle bundle = TinyModel.write(repository, "tiny", 1, 1);
    List<EmbeddingModel> models = new ArrayList<>();
    for (int i = 0; i < MODELS; i++) {
      models.add(EmbeddingModel.load(bundle, ComputeDevice.CPU));
    }
    float[][] faces = Tensors.random(bundle.manifest().input(), FACES, 1);
    List<float[][]> expected = new ArrayList<>();
    for (int size = 0; size <= FACES; size++) {
      expected.add(models.get(0).embed(Arrays.copyOf(faces, size)));
    }

    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
    try {
      Future<?> churn =
          threads.submit(
              () -> {
                while (!ended.get()) {
                  EmbeddingModel.load(bundle, ComputeDevice.CPU).close();
                }
                return null;
              });
      List<Callable<@Nullable Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        EmbeddingModel model = models.get(thread % MODELS);
        Random random = new Random(thread);
        tasks.add(
            () -> {
              for (int call = 0; call < CALLS; call++) {
                int size = 1 + random.nextInt(FACES);
                assertArrayEquals(expected.get(size), model.embed(Arrays.copyOf(faces, size)));
              }
              return null;
            });
      }
      for (Future<@Nullable Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
      ended.set(true);
      churn.get();
    } finally {
      ended.set(true);
      threads.shutdown();
      models.forEach(EmbeddingModel::close);
    }
  }
}

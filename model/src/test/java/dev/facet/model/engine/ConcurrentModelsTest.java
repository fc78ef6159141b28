package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.OnEachDevice;
import dev.facet.model.fixture.SpotDetector;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More threads than cores on several models, while others are loaded and closed. Where two threads
 * share scratch memory of the engine, about one embedding in a hundred is wrong here.
 */
@OnEachDevice
class ConcurrentModelsTest {

  private static final int FACES = 16;
  private static final int MODELS = 3;
  private static final int THREADS = 6;
  private static final int CALLS = 400;
  private static final int SIDE = 128;

  private final ComputeDevice device;

  ConcurrentModelsTest(ComputeDevice device) {
    this.device = device;
  }

  @Test
  void manyThreadsOnManyModels_whileOthersComeAndGo_getTheBitsOfOneThread(@TempDir Path repository)
      throws Exception {
    ModelBundle bundle = TinyModel.write(repository, "tiny", 1, 1);
    List<EmbeddingModel> models = new ArrayList<>();
    for (int i = 0; i < MODELS; i++) {
      models.add(EmbeddingModel.load(bundle, device));
    }
    try {
      assertSameBits(models, () -> EmbeddingModel.load(bundle, device).close());
    } finally {
      models.forEach(EmbeddingModel::close);
    }
  }

  /**
   * Three poolings read this detector's input, and operators write nine outputs. Where each of them
   * takes a scratch space in every run, the models loaded after it have those of other lanes.
   */
  @Test
  void modelsLoadedAroundRunsOfANetworkOfManyEnds_getTheBitsOfOneThread(@TempDir Path repository)
      throws Exception {
    ModelBundle bundle = TinyModel.write(repository, "tiny", 1, 1);
    DetectorBundle spots = new SpotDetector(SIDE).publish(repository, "spots", 1);
    float[][] photo = {new float[3 * SIDE * SIDE]};
    List<EmbeddingModel> models = new ArrayList<>();
    try (DetectionModel detector = DetectionModel.load(spots, device)) {
      for (int i = 0; i < MODELS; i++) {
        models.add(EmbeddingModel.load(bundle, device));
        detector.run(0, photo);
      }
      assertSameBits(models, () -> detector.run(0, photo));
    } finally {
      models.forEach(EmbeddingModel::close);
    }
  }

  /** What a thread does all the time beside those that embed. */
  private interface Beside {
    void run() throws Exception;
  }

  private static void assertSameBits(List<EmbeddingModel> models, Beside beside) throws Exception {
    float[][] faces = Tensors.random(models.get(0).manifest().input(), FACES, 1);
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
                  beside.run();
                }
                return null;
              });
      List<Callable<@Nullable Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        EmbeddingModel model = models.get(thread % models.size());
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
      // The models are closed next, which nobody may run then.
      assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
    }
  }
}

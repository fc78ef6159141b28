package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.imports.BundleImport;
import dev.facet.model.imports.ImportOptions;
import dev.facet.model.similarity.Similarity;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.CosFace;
import dev.facet.trainer.loss.MarginSoftmax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published network, of 191 tensors, trained on as it is. */
class PublishedFineTuneTest {

  private static final int COUNT = 4;
  private static final int PIXELS = 3 * 112 * 112;
  private static final int DIMENSION = 256;
  private static final ClassLoss LOSS = new MarginSoftmax(new CosFace(0.35), 30);

  private final float[] images = images();

  @Test
  void publishedModel_isTrainedExportedAndServed(@TempDir Path directory) throws IOException {
    ModelBundle published = publish(directory, "published", null);
    Map<String, FloatTensor> before = ParamsFile.readFloats(published.params());
    SymbolGraph symbol =
        SymbolGraph.read(published.symbol()).withHead(published.manifest().output().name());
    Freezing statistics = new Freezing(name -> false, true, 0);
    try (Parameters parameters = new Parameters(ComputeDevice.CPU)) {
      TrainingGraph graph = new TrainingGraph(symbol, "data", before, statistics, parameters);
      FloatTensor head = TinyTraining.random(1, COUNT, DIMENSION);
      parameters.add(ClassLoss.WEIGHT, head, Learning.DECAYED);
      TrainingStep step = new TrainingStep(parameters, new Sgd(0.9, 5e-4), 5, 1);
      assertServedAs(forward(graph, step), published);

      double first = step(graph, step);
      double last = first;
      for (int i = 0; i < 9; i++) {
        last = step(graph, step);
      }
      assertTrue(last < first, first + " to " + last);

      Map<String, FloatTensor> after = graph.weights();
      assertEquals(before.keySet(), after.keySet());
      after.forEach(
          (name, tensor) -> {
            float[] old = Objects.requireNonNull(before.get(name), name).values();
            assertEquals(name.startsWith("aux:"), Arrays.equals(old, tensor.values()), name);
          });
      Path params = directory.resolve("tuned.params");
      ParamsFile.write(params, after);
      assertServedAs(forward(graph, step), publish(directory, "tuned", params));
    }
  }

  private double step(TrainingGraph graph, TrainingStep step) {
    try (MicroBatch batch = step.begin()) {
      NDArray x = graph.forward(batch.manager().create(images, new Shape(COUNT, 3, 112, 112)));
      NDArray labels = batch.manager().create(new int[] {0, 1, 2, 3});
      Map<String, NDArray> head = Map.of(ClassLoss.WEIGHT, batch.copy(ClassLoss.WEIGHT));
      batch.backward(LOSS.value(x, head, labels, step.taken()));
    }
    return step.update(0.001).loss();
  }

  private float[] forward(TrainingGraph graph, TrainingStep step) {
    try (MicroBatch batch = step.begin()) {
      Shape shape = new Shape(COUNT, 3, 112, 112);
      return graph.forward(batch.manager().create(images, shape)).toFloatArray();
    }
  }

  private void assertServedAs(float[] trained, ModelBundle bundle) throws IOException {
    float[][] items = new float[COUNT][];
    Arrays.setAll(items, i -> Arrays.copyOfRange(images, i * PIXELS, (i + 1) * PIXELS));
    try (EmbeddingModel served = EmbeddingModel.load(bundle, ComputeDevice.CPU)) {
      float[][] embeddings = served.embed(items);
      for (int i = 0; i < COUNT; i++) {
        float[] row = Arrays.copyOfRange(trained, i * DIMENSION, (i + 1) * DIMENSION);
        assertArrayEquals(Similarity.normalize(row), embeddings[i], 1e-5f);
      }
    }
  }

  /** Publishes the model with other parameters, or with its own for null. */
  private static ModelBundle publish(Path directory, String name, @Nullable Path params)
      throws IOException {
    BundleImport found =
        BundleImport.examine(SharedData.require("models/mobileface-v2"), ImportOptions.NONE);
    return new ModelRepository(directory.resolve("models"))
        .publish(
            name,
            OptionalLong.of(1),
            found.manifest(),
            found.symbol(),
            params == null ? found.params() : params);
  }

  private static float[] images() {
    Random random = new Random(8);
    float[] images = new float[COUNT * PIXELS];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextInt(256);
    }
    return images;
  }
}

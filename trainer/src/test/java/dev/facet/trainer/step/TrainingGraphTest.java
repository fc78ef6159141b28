package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingGraphTest {

  private static final Freezing STATISTICS = new Freezing(name -> false, true, 0);

  @Test
  void training_lowersTheLossAndMovesEveryLearnedTensor() {
    try (TinyTraining training = new TinyTraining(Freezing.NOTHING)) {
      Map<String, FloatTensor> before = training.network.weights();
      double first = training.run(1).loss();
      double last = training.run(60).loss();
      assertTrue(last < first / 10, first + " to " + last);
      for (String name : before.keySet()) {
        // Batch norm takes the means out, so that a bias before it has no gradient to speak of.
        boolean still = name.equals("arg:fc1_gamma") || name.equals("arg:pre_fc1_bias");
        assertTrue(still || !equal(before, training.network.weights(), name), name);
      }
    }
  }

  @Test
  void frozenByPattern_staysBitForBit_itsStatisticsToo() {
    Pattern frozen = Pattern.compile("conv1_.*|fc1_.*");
    try (TinyTraining training =
        new TinyTraining(new Freezing(frozen.asMatchPredicate(), false, 0))) {
      Map<String, FloatTensor> before = training.network.weights();
      training.run(3);
      Map<String, FloatTensor> after = training.network.weights();
      for (String name : before.keySet()) {
        boolean still = frozen.matcher(name.substring(4)).matches();
        assertEquals(still, equal(before, after, name), name);
      }
    }
  }

  @Test
  void statistics_followTheBatchByBatchNormsMomentum() {
    try (TinyTraining training = new TinyTraining(Freezing.NOTHING);
        TinyTraining reference = new TinyTraining(STATISTICS)) {
      float[] before = training.parameters.value("fc1_moving_mean").values();
      // With the moving variance 1 and the mean m, batch norm gives x - m + beta.
      double[] batchMean = meanEmbedding(reference, 5, 8);
      float[] beta = reference.parameters.value("fc1_beta").values();
      training.backward(5, 8);
      float[] after = training.parameters.value("fc1_moving_mean").values();
      for (int i = 0; i < after.length; i++) {
        double mean = (batchMean[i] - beta[i]) * Math.sqrt(1 + 2e-5) + before[i];
        assertEquals(0.9 * before[i] + 0.1 * mean, after[i], 1e-5, "value " + i);
      }
    }
  }

  @Test
  void frozenStatistics_stayAndTheRestLearns() {
    try (TinyTraining training = new TinyTraining(STATISTICS)) {
      Map<String, FloatTensor> before = training.network.weights();
      training.run(3);
      Map<String, FloatTensor> after = training.network.weights();
      assertTrue(equal(before, after, "aux:fc1_moving_mean"));
      assertTrue(equal(before, after, "aux:fc1_moving_var"));
      assertFalse(equal(before, after, "arg:conv1_weight"));
      assertFalse(equal(before, after, "arg:fc1_beta"));
    }
  }

  @Test
  void exported_isServedWithTheSameEmbeddings(@TempDir Path directory) throws IOException {
    try (TinyTraining training = new TinyTraining(STATISTICS)) {
      training.run(5);
      ModelBundle bundle = publish(training.network.weights(), directory);
      training.network.weights().forEach((name, tensor) -> assertReadBack(bundle, name, tensor));
      float[] images = TinyTraining.images(4, 2);
      float[][] items = {
        Arrays.copyOf(images, images.length / 2),
        Arrays.copyOfRange(images, images.length / 2, images.length)
      };
      float[] trained = forward(training, 4, 2);
      try (EmbeddingModel served = EmbeddingModel.load(bundle, ComputeDevice.CPU)) {
        float[][] embeddings = served.embed(items);
        for (int i = 0; i < 2; i++) {
          float[] row =
              Arrays.copyOfRange(trained, i * TinyModel.DIMENSION, (i + 1) * TinyModel.DIMENSION);
          assertArrayEquals(row, embeddings[i], 1e-5f);
        }
      }
    }
  }

  @Test
  void microBatches_giveTheStepOfTheWholeBatch() {
    try (TinyTraining whole = new TinyTraining(STATISTICS);
        TinyTraining parts = new TinyTraining(STATISTICS)) {
      for (TinyTraining training : List.of(whole, parts)) {
        // One size of images, so that the micro-batches are the same twice over.
        training.backward(3, 4);
        if (training == parts) {
          training.backward(3, 4);
        }
        training.step.update(0.02);
      }
      assertSame(whole, parts);
    }
  }

  @Test
  void twoRuns_areTheSameBitForBit_withDropoutAndUpdatedStatistics() {
    try (TinyTraining first = dropout();
        TinyTraining second = dropout()) {
      first.run(5);
      second.run(5);
      assertSame(first, second);
    }
  }

  @Test
  void resumedRun_isTheSameBitForBit() {
    try (TinyTraining whole = dropout();
        TinyTraining half = dropout();
        TinyTraining resumed = dropout()) {
      whole.run(6);
      half.run(3);
      half.parameters
          .names()
          .forEach(name -> resumed.parameters.set(name, half.parameters.value(name)));
      resumed.step.restore(half.step.taken(), half.step.state());
      resumed.run(3);
      assertSame(whole, resumed);
    }
  }

  @Test
  void dropout_differsFromStepToStep() {
    try (TinyTraining training = dropout()) {
      double first = training.backward(5, 8);
      training.step.update(0);
      double second = training.backward(5, 8);
      assertTrue(first != second, "both: " + first);
    }
  }

  @Test
  void missingWeightsAndWrongInputs_areRefusedByName() {
    TinyModel model = TinyTraining.model();
    Map<String, FloatTensor> weights = new HashMap<>(model.weights());
    weights.remove("arg:conv2_bias");
    try (Parameters parameters = new Parameters(ComputeDevice.CPU)) {
      Exception missing =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  new TrainingGraph(model.symbol(), "data", weights, Freezing.NOTHING, parameters));
      assertEquals(
          "weights: without [arg:conv2_bias] (expected: all that the symbol takes)",
          missing.getMessage());
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new TrainingGraph(
                  model.symbol(), "image", model.weights(), Freezing.NOTHING, parameters));
    }
  }

  private static TinyTraining dropout() {
    return TinyTraining.withDropout(1, Freezing.NOTHING);
  }

  private static ModelBundle publish(Map<String, FloatTensor> weights, Path directory)
      throws IOException {
    Path params = directory.resolve("w.params");
    Path symbol = directory.resolve("symbol.json");
    ParamsFile.write(params, weights);
    Files.writeString(symbol, TinyTraining.model().symbol().toJson());
    return new ModelRepository(directory.resolve("models"))
        .publish("tiny", OptionalLong.of(1), TinyTraining.model().manifest(), symbol, params);
  }

  private static void assertReadBack(ModelBundle bundle, String name, FloatTensor tensor) {
    try {
      Map<String, FloatTensor> read = ParamsFile.readFloats(bundle.params());
      assertArrayEquals(tensor.values(), values(read, name), name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static float[] forward(TinyTraining training, long seed, int count) {
    try (MicroBatch batch = training.step.begin()) {
      Shape shape = new Shape(count, 3, TinyTraining.SIZE, TinyTraining.SIZE);
      float[] images = TinyTraining.images(seed, count);
      NDArray x = training.network.forward(batch, images, shape);
      return x.toFloatArray();
    }
  }

  private static double[] meanEmbedding(TinyTraining training, long seed, int count) {
    float[] embeddings = forward(training, seed, count);
    double[] mean = new double[TinyModel.DIMENSION];
    for (int i = 0; i < embeddings.length; i++) {
      mean[i % mean.length] += embeddings[i] / (double) count;
    }
    return mean;
  }

  private static void assertSame(TinyTraining a, TinyTraining b) {
    for (String name : a.parameters.names()) {
      assertArrayEquals(a.parameters.value(name).values(), b.parameters.value(name).values(), name);
    }
  }

  private static boolean equal(
      Map<String, FloatTensor> a, Map<String, FloatTensor> b, String name) {
    return Arrays.equals(values(a, name), values(b, name));
  }

  private static float[] values(Map<String, FloatTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name).values();
  }
}

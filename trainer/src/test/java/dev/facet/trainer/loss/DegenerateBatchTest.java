package dev.facet.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import dev.facet.model.symbol.TensorShape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no batch should be, but may become: every loss and every gradient stay finite. */
class DegenerateBatchTest {

  private static final int CLASSES = 3;
  private static final int DIMENSION = 4;
  private static final int[] LABELS = {0, 1, 0, 2, 1, 2};

  /** A loss of embeddings, of labels and of what else there is to learn. */
  private interface Loss {
    NDArray of(NDArray embeddings, Map<String, NDArray> tensors, NDArray labels);
  }

  private record Case(String name, Map<String, TensorShape> tensors, Loss loss) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> losses() {
    return Stream.of(heads(), comparisons(), others()).flatMap(cases -> cases);
  }

  private static Stream<Case> heads() {
    return Stream.of(
            new Softmax(),
            new MarginSoftmax(Margin.NONE, 64),
            new MarginSoftmax(new CosFace(0.35), 64),
            new MarginSoftmax(new CosFace(0.35), CosFace.AM_SOFTMAX_SCALE),
            new MarginSoftmax(new ArcFace(0.5, false), 64),
            new MarginSoftmax(new ArcFace(0.5, true), 64),
            new MarginSoftmax(CombinedMargin.DEFAULT, 64),
            new SphereFace(4, Annealing.DEFAULT),
            new SphereFace(3, new Annealing(0, 0, 0)),
            new Coco(Coco.DEFAULT_SCALE))
        .map(
            (ClassLoss loss) ->
                new Case(
                    loss.toString(),
                    loss.tensors(CLASSES, DIMENSION),
                    (embeddings, tensors, labels) -> loss.value(embeddings, tensors, labels, 0)));
  }

  private static Stream<Case> comparisons() {
    return Stream.of(
            new TripletLoss(Mining.SEMI_HARD, 0.2),
            new TripletLoss(Mining.BATCH_HARD, 0.2),
            new TripletLoss(Mining.ALL, 0.2),
            new ContrastiveLoss(1))
        .map(
            (ComparisonLoss loss) ->
                new Case(
                    loss.toString(),
                    Map.of(),
                    (embeddings, tensors, labels) -> loss.value(embeddings, labels).loss()));
  }

  private static Stream<Case> others() {
    TensorShape centres = TensorShape.of(CLASSES, DIMENSION);
    Map<String, TensorShape> tensors = Map.of(ClassLoss.WEIGHT, centres);
    return Stream.of(
        new Case(
            "center",
            tensors,
            (embeddings, learned, labels) ->
                new CenterLoss(0.003, 0.5)
                    .value(embeddings, learned.values().iterator().next(), labels)));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void embeddingsThatAreAllOne_haveFiniteLossAndGradients(Case loss) {
    float[] embeddings = new float[LABELS.length * DIMENSION];
    for (int i = 0; i < LABELS.length; i++) {
      embeddings[i * DIMENSION] = 3;
    }
    requireFinite(loss, embeddings);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void embeddingOfZeros_hasFiniteLossAndGradients(Case loss) {
    float[] embeddings = new float[LABELS.length * DIMENSION];
    Arrays.fill(embeddings, DIMENSION, embeddings.length, 0.5f);
    requireFinite(loss, embeddings);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void embeddingsThatAreAllZero_haveFiniteLossAndGradients(Case loss) {
    requireFinite(loss, new float[LABELS.length * DIMENSION]);
  }

  private static void requireFinite(Case loss, float[] embeddings) {
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
        NDArray x =
            manager.create(embeddings, new Shape(LABELS.length, DIMENSION)).toType(type, true);
        x.setRequiresGradient(true);
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        loss.tensors.forEach((name, shape) -> tensors.put(name, tensor(manager, shape, type)));
        NDArray value;
        try (GradientCollector recording = Engine.getEngine("MXNet").newGradientCollector()) {
          value = loss.loss.of(x, tensors, manager.create(LABELS));
          recording.backward(value);
        }
        requireFinite(type + " loss", value);
        requireFinite(type + " gradient of embeddings", x.getGradient());
        tensors.forEach(
            (name, tensor) -> requireFinite(type + " gradient of " + name, tensor.getGradient()));
      }
    }
  }

  /** The first class is where the embeddings are, the second opposite, the third beside. */
  private static NDArray tensor(NDManager manager, TensorShape shape, DataType type) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    if (values.length == CLASSES * DIMENSION) {
      values[0] = 2;
      values[DIMENSION] = -2;
      values[2 * DIMENSION + 1] = 2;
    }
    long[] dims = shape.dims().stream().mapToLong(Integer::longValue).toArray();
    NDArray tensor = manager.create(values, new Shape(dims)).toType(type, true);
    tensor.setRequiresGradient(true);
    return tensor;
  }

  private static void requireFinite(String what, NDArray array) {
    for (double value : array.toType(DataType.FLOAT64, false).toDoubleArray()) {
      assertTrue(Double.isFinite(value), what + ": " + value);
    }
  }
}

package dev.facet.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarginSoftmaxTest {

  private static final double SCALE = 64;

  /** At this scale no softmax is saturated, so that every gradient tells. */
  private static final double SMALL_SCALE = 2;

  private static final int CLASSES = 5;
  private static final int DIMENSION = 6;

  /** With duplicates. */
  private static final int[] LABELS = {0, 3, 3, 1, 4, 3};

  /**
   * A margin and its definition.
   *
   * @param ownLogit the unscaled logit of the own class as a function of the angle
   * @param flaw by how much the margin may be off at angles of 0 and pi, where it is floored
   */
  private record Case(String name, Margin margin, DoubleUnaryOperator ownLogit, double flaw) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> margins() {
    return Stream.of(
        new Case("none", Margin.NONE, Math::cos, 0),
        new Case("CosFace", new CosFace(0.35), a -> Math.cos(a) - 0.35, 0),
        new Case("ArcFace", new ArcFace(0.5, false), MarginSoftmaxTest::arcFace, 2e-4),
        new Case(
            "ArcFace, easy",
            new ArcFace(0.5, true),
            a -> a < Math.PI / 2 ? Math.cos(a + 0.5) : Math.cos(a),
            2e-4),
        new Case("combined", new CombinedMargin(1, 0.3, 0.2), a -> falling(a + 0.3) - 0.2, 5e-4),
        new Case("SphereFace", new CombinedMargin(4, 0, 0), a -> falling(4 * a), 2e-5),
        new Case(
            "all three",
            new CombinedMargin(1.35, 0.4, 0.1),
            a -> falling(1.35 * a + 0.4) - 0.1,
            2e-3));
  }

  private static double arcFace(double angle) {
    return angle + 0.5 < Math.PI
        ? Math.cos(angle + 0.5)
        : Math.cos(angle) - 0.5 * Math.sin(Math.PI - 0.5);
  }

  /** The cosine up to pi; from there it goes on falling by 2 each half turn. */
  private static double falling(double angle) {
    int halfTurns = 0;
    while (angle > (halfTurns + 1) * Math.PI) {
      halfTurns++;
    }
    return (halfTurns % 2 == 0 ? 1 : -1) * Math.cos(angle) - 2 * halfTurns;
  }

  @ParameterizedTest
  @MethodSource("margins")
  void ordinaryBatch_hasTheValueAndGradientsOfTheFormula(Case margin) {
    double[][] x = ByHand.random(1, LABELS.length, DIMENSION);
    double[][] w = ByHand.random(2, CLASSES, DIMENSION);
    checkBothScales(margin, x, w, LABELS);
  }

  @ParameterizedTest
  @MethodSource("margins")
  void anglesNearZeroNearPiAndBeyondPiWithTheMargin_agree(Case margin) {
    double[] angles = {0.01, 0.3, Math.PI - 0.52, Math.PI - 0.45, Math.PI - 0.1, Math.PI - 0.01};
    double[][] x = ByHand.atAngles(DIMENSION, angles);
    double[][] w = ByHand.random(5, 2, DIMENSION);
    w[0] = new double[] {2, 0, 0, 0, 0, 0};
    checkBothScales(margin, x, w, new int[angles.length]);
  }

  @ParameterizedTest
  @MethodSource("margins")
  void anglesOfZeroAndPi_areFiniteAndWithinTheStatedFlaw(Case margin) {
    double[][] x = ByHand.atAngles(DIMENSION, 0, Math.PI);
    x[1][1] = 0;
    double[][] w = ByHand.random(6, 3, DIMENSION);
    w[0] = new double[] {2, 0, 0, 0, 0, 0};
    int[] labels = {0, 0};
    double loss = GradientCheck.check(1e-7, value(margin, SMALL_SCALE, labels), x, w);
    double expected = ByHand.marginSoftmax(x, w, labels, SMALL_SCALE, margin.ownLogit);
    assertEquals(expected, loss, SMALL_SCALE * margin.flaw + 1e-9);
  }

  @ParameterizedTest
  @MethodSource("margins")
  void onlyOneClass_costsNothing(Case margin) {
    double[][] x = ByHand.random(7, 3, DIMENSION);
    double[][] w = ByHand.random(8, 1, DIMENSION);
    assertEquals(0, GradientCheck.check(1e-9, value(margin, SCALE, new int[3]), x, w), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("margins")
  void sameFaceTwice_weighsTwice(Case margin) {
    double[][] x = ByHand.random(9, 2, DIMENSION);
    double[][] w = ByHand.random(10, CLASSES, DIMENSION);
    double[][] thrice = {x[0], x[1], x[0].clone()};
    int[] labels = {2, 1, 2};
    checkBothScales(margin, thrice, w, labels);
  }

  @ParameterizedTest
  @MethodSource("margins")
  void float32_isCloseToFloat64AndFiniteAtTheEnds(Case margin) {
    double[][] x = ByHand.atAngles(DIMENSION, 0, 1e-4, 1, 2, Math.PI - 1e-4, Math.PI);
    double[][] w = ByHand.random(11, CLASSES, DIMENSION);
    w[0] = new double[] {2, 0, 0, 0, 0, 0};
    int[] labels = new int[x.length];
    double exact = GradientCheck.evaluate(value(margin, SCALE, labels), x, w);
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      NDArray embeddings = manager.create(x).toType(DataType.FLOAT32, false);
      NDArray weights = manager.create(w).toType(DataType.FLOAT32, false);
      embeddings.setRequiresGradient(true);
      weights.setRequiresGradient(true);
      try (GradientCollector recording = Engine.getEngine("MXNet").newGradientCollector()) {
        NDArray loss =
            loss(new MarginSoftmax(margin.margin, SCALE), List.of(embeddings, weights), labels);
        recording.backward(loss);
        assertEquals(exact, loss.getFloat(), 0.03, "loss");
      }
      for (NDArray array : List.of(embeddings, weights)) {
        for (float slope : array.getGradient().toFloatArray()) {
          assertTrue(Float.isFinite(slope), "gradient: " + slope);
        }
      }
    }
  }

  @Test
  void embeddingOfZeros_hasFiniteGradients() {
    double[][] x = {new double[DIMENSION]};
    double[][] w = ByHand.random(12, CLASSES, DIMENSION);
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      NDArray embeddings = manager.create(x);
      embeddings.setRequiresGradient(true);
      try (GradientCollector recording = Engine.getEngine("MXNet").newGradientCollector()) {
        recording.backward(
            loss(
                new MarginSoftmax(new ArcFace(0.5, false), SCALE),
                List.of(embeddings, manager.create(w)),
                new int[1]));
      }
      for (double slope : embeddings.getGradient().toDoubleArray()) {
        assertTrue(Double.isFinite(slope), "gradient: " + slope);
      }
    }
  }

  @Test
  void combinedMargin_holdsTheOthers() {
    double[] cosines = {-0.7, -0.3, 0, 0.4, 0.9};
    assertArrayEquals(
        applied(new ArcFace(0.5, false), cosines),
        applied(new CombinedMargin(1, 0.5, 0), cosines),
        1e-12);
    assertArrayEquals(
        applied(new CosFace(0.35), cosines),
        applied(new CombinedMargin(1, 0, 0.35), cosines),
        1e-12);
  }

  @Test
  void leastScale_isTheBoundOfThePaper() {
    assertEquals(100 / 101.0 * Math.log(100), CosFace.leastScale(101, 0.5), 1e-12);
    assertEquals(0.5 * Math.log(9), CosFace.leastScale(2, 0.9), 1e-12);
  }

  @Test
  void marginsAndScalesOutOfRange_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new CosFace(-0.1));
    assertThrows(IllegalArgumentException.class, () -> new ArcFace(Math.PI, false));
    assertThrows(IllegalArgumentException.class, () -> new ArcFace(Double.NaN, false));
    assertThrows(IllegalArgumentException.class, () -> new CombinedMargin(0.5, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new CombinedMargin(1, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new CombinedMargin(1, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> new MarginSoftmax(Margin.NONE, 0));
  }

  private static double[] applied(Margin margin, double[] cosines) {
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      return margin.apply(manager.create(cosines)).toDoubleArray();
    }
  }

  private static void checkBothScales(Case margin, double[][] x, double[][] w, int[] labels) {
    for (double scale : new double[] {SCALE, SMALL_SCALE}) {
      double loss = GradientCheck.check(5e-7, value(margin, scale, labels), x, w);
      double expected = ByHand.marginSoftmax(x, w, labels, scale, margin.ownLogit);
      assertEquals(expected, loss, 1e-10, "scale " + scale);
    }
  }

  private static GradientCheck.Value value(Case margin, double scale, int[] labels) {
    return inputs -> loss(new MarginSoftmax(margin.margin, scale), inputs, labels);
  }

  private static NDArray loss(MarginSoftmax loss, List<NDArray> inputs, int[] labels) {
    NDArray x = inputs.get(0);
    NDArray own = x.getManager().create(labels);
    return loss.value(x, Map.of(ClassLoss.WEIGHT, inputs.get(1)), own, 0);
  }
}

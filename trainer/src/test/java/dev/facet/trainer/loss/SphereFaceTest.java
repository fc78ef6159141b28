package dev.facet.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SphereFaceTest {

  private static final int CLASSES = 5;
  private static final int DIMENSION = 6;
  private static final int[] LABELS = {0, 3, 3, 1, 4, 3};

  /** Lambda 0: the margin alone. */
  private static final Annealing NONE = new Annealing(0, 0, 0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void ordinaryBatch_hasTheValueAndGradientsOfTheFormula(int margin) {
    double[][] x = ByHand.random(1, LABELS.length, DIMENSION);
    double[][] w = ByHand.random(2, CLASSES, DIMENSION);
    for (long step : new long[] {0, 40, 100_000}) {
      check(new SphereFace(margin, Annealing.DEFAULT), x, w, LABELS, step);
      check(new SphereFace(margin, NONE), x, w, LABELS, step);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void everyPieceOfPsi_upToItsJoints_agrees(int margin) {
    double[] angles = {0.01, 0.5, 1, 1.8, 2.5, 3.13, 0, 0, 0, 0, 0, 0};
    for (int i = 1; i < margin; i++) {
      angles[4 + 2 * i] = i * Math.PI / margin - 1e-3;
      angles[5 + 2 * i] = i * Math.PI / margin + 1e-3;
    }
    double[][] x = ByHand.atAngles(DIMENSION, angles);
    double[][] w = ByHand.random(5, 3, DIMENSION);
    w[0] = new double[] {2, 0, 0, 0, 0, 0};
    check(new SphereFace(margin, NONE), x, w, new int[angles.length], 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void anglesOfZeroAndPi_areExact(int margin) {
    double[][] x = ByHand.atAngles(DIMENSION, 0, Math.PI);
    x[1][1] = 0;
    double[][] w = ByHand.random(6, 3, DIMENSION);
    w[0] = new double[] {2, 0, 0, 0, 0, 0};
    check(new SphereFace(margin, NONE), x, w, new int[2], 0);
  }

  @Test
  void lengthOfTheEmbedding_isTheScale() {
    double[][] x = {{2.5, 0}};
    double[][] w = {{0, 7}, {-1, 0}};
    // psi(pi / 2) is -3 with a margin of 4.
    double own = 2.5 * -3;
    double other = 2.5 * -1;
    assertEquals(
        Math.log(1 + Math.exp(other - own)),
        GradientCheck.evaluate(value(new SphereFace(4, NONE), new int[1], 0), x, w),
        1e-12);
  }

  @Test
  void lambda_fallsAsInTheReleasedCodeAndStops() {
    assertEquals(1000 / 1.12, Annealing.DEFAULT.lambda(0), 1e-9);
    assertEquals(1000 / 13.0, Annealing.DEFAULT.lambda(99), 1e-9);
    assertTrue(Annealing.DEFAULT.lambda(1657) > 5);
    assertEquals(5, Annealing.DEFAULT.lambda(1658), 0);
    assertEquals(5, Annealing.DEFAULT.lambda(1_000_000), 0);
  }

  /**
   * The coefficients of weight and embedding in the gradient of the own logit, as the paper derives
   * them and as the released code scales them.
   */
  @Test
  void gradient_isTheFormulas_notThatOfTheReleasedCode() {
    double[] x = {1.5, 0.8, -0.4};
    double[][] w = {{1, 0, 0}, {0, 1, 0}};
    double length = Math.sqrt(ByHand.dot(x, x));
    double c = x[0] / length;
    // The angle is above pi / 8 and below pi / 4, in the first piece: psi = cos 4 theta.
    double psi = 8 * Math.pow(c, 4) - 8 * c * c + 1;
    double slope = 32 * Math.pow(c, 3) - 16 * c;
    double ofWeight = slope;
    double ofEmbedding = (psi - c * slope) / length;
    double ownShare = 1 / (1 + Math.exp(x[1] - length * psi));
    double[] exact = new double[3];
    double[] released = new double[3];
    double norm = Math.hypot(ofWeight, ofEmbedding);
    for (int i = 0; i < 3; i++) {
      double own = ofWeight * w[0][i] + ofEmbedding * x[i];
      exact[i] = (1 - ownShare) * (w[1][i] - own);
      released[i] = (1 - ownShare) * (w[1][i] - own / norm);
    }
    double[] gradient = gradient(new SphereFace(4, NONE), x, w);
    assertArrayEquals(exact, gradient, 1e-10);
    assertTrue(Math.abs(released[0] - gradient[0]) > 0.1);
  }

  @Test
  void marginsAndAnnealingsOutOfRange_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SphereFace(0, NONE));
    assertThrows(IllegalArgumentException.class, () -> new SphereFace(5, NONE));
    assertThrows(IllegalArgumentException.class, () -> new Annealing(4, 0.12, 5));
    assertThrows(IllegalArgumentException.class, () -> new Annealing(1000, -0.12, 5));
    assertThrows(IllegalArgumentException.class, () -> new Annealing(1000, 0.12, Double.NaN));
  }

  private static void check(SphereFace loss, double[][] x, double[][] w, int[] labels, long step) {
    double actual = GradientCheck.check(5e-7, value(loss, labels, step), x, w);
    assertEquals(byHand(loss, x, w, labels, step), actual, 1e-10, "step " + step);
  }

  private static double byHand(
      SphereFace loss, double[][] x, double[][] w, int[] labels, long step) {
    double lambda =
        Math.max(
            loss.annealing().least(),
            loss.annealing().base() / (1 + loss.annealing().gamma() * (step + 1)));
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double[] logits = new double[w.length];
      for (int j = 0; j < w.length; j++) {
        double cosine = ByHand.cosine(x[i], w[j]);
        double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
        int piece = Math.min(loss.margin() - 1, (int) (loss.margin() * angle / Math.PI));
        double psi = Math.pow(-1, piece) * Math.cos(loss.margin() * angle) - 2 * piece;
        double own = (lambda * cosine + psi) / (1 + lambda);
        logits[j] = Math.sqrt(ByHand.dot(x[i], x[i])) * (j == labels[i] ? own : cosine);
      }
      sum += ByHand.crossEntropy(logits, labels[i]);
    }
    return sum / x.length;
  }

  private static GradientCheck.Value value(SphereFace loss, int[] labels, long step) {
    return inputs -> loss(loss, inputs, labels, step);
  }

  private static NDArray loss(SphereFace loss, List<NDArray> inputs, int[] labels, long step) {
    NDArray x = inputs.get(0);
    NDArray own = x.getManager().create(labels);
    return loss.value(x, Map.of(ClassLoss.WEIGHT, inputs.get(1)), own, step);
  }

  /** By one embedding of class 0. */
  private static double[] gradient(SphereFace loss, double[] x, double[][] w) {
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      NDArray embedding = manager.create(new double[][] {x});
      embedding.setRequiresGradient(true);
      try (GradientCollector recording = Engine.getEngine("MXNet").newGradientCollector()) {
        recording.backward(loss(loss, List.of(embedding, manager.create(w)), new int[1], 0));
      }
      return embedding.getGradient().toDoubleArray();
    }
  }
}

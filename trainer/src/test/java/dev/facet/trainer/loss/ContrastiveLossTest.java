package dev.facet.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ContrastiveLossTest {

  private static final int[] LABELS = {0, 1, 0, 3, 2, 1, 3, 3};

  @Test
  void ordinaryBatch_hasTheValueGradientsAndShareOfTheFormula() {
    for (double margin : new double[] {0.5, 1, 2}) {
      for (int seed = 0; seed < 5; seed++) {
        double[][] x = ByHand.random(seed, LABELS.length, 4);
        double loss = GradientCheck.check(1e-7, value(margin, LABELS), x);
        double sum = 0;
        int pairs = 0;
        double near = 0;
        int negatives = 0;
        for (int i = 0; i < x.length; i++) {
          for (int j = i + 1; j < x.length; j++) {
            double distance = Math.sqrt(2 - 2 * ByHand.cosine(x[i], x[j]));
            boolean same = LABELS[i] == LABELS[j];
            sum += Math.pow(same ? distance : Math.max(0, margin - distance), 2) / 2;
            pairs++;
            negatives += same ? 0 : 1;
            near += !same && distance < margin ? 1 : 0;
          }
        }
        assertEquals(sum / pairs, loss, 1e-10);
        assertEquals(near / negatives, active(margin, LABELS, x), 1e-12);
      }
    }
  }

  @Test
  void embeddingsThatHaveBecomeOne_costTheMarginOfTheNegatives() {
    double[][] x = new double[4][];
    Arrays.fill(x, new double[] {0.3, -2, 1});
    int[] labels = {0, 0, 1, 1};
    // Four of six pairs, at the least distance of 1e-3.
    double expected = 4 / 6.0 * Math.pow(1 - 1e-3, 2) / 2;
    assertEquals(expected, GradientCheck.evaluate(value(1, labels), x), 1e-12);
    assertEquals(1, active(1, labels, x));
  }

  @Test
  void onlyPositivesOrOneFace_haveNoNegatives() {
    double[][] x = {{1, 0}, {0, 2}};
    assertEquals(1, GradientCheck.check(1e-8, value(1, new int[] {7, 7}), x), 1e-12);
    assertEquals(0, active(1, new int[] {7, 7}, x));
    double[][] alone = {{3, 4}};
    assertEquals(0, GradientCheck.check(1e-8, value(1, new int[1]), alone), 1e-12);
  }

  @Test
  void float32_isCloseToFloat64() {
    double[][] x = ByHand.random(3, LABELS.length, 16);
    double exact = GradientCheck.evaluate(value(1.5, LABELS), x);
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      NDArray embeddings = manager.create(x).toType(DataType.FLOAT32, false);
      NDArray loss = new ContrastiveLoss(1.5).value(embeddings, manager.create(LABELS)).loss();
      assertEquals(DataType.FLOAT32, loss.getDataType());
      assertEquals(exact, loss.getFloat(), 1e-5);
    }
  }

  @Test
  void marginOutOfRange_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ContrastiveLoss(0));
    assertThrows(IllegalArgumentException.class, () -> new ContrastiveLoss(2.1));
  }

  private static GradientCheck.Value value(double margin, int[] labels) {
    return inputs ->
        new ContrastiveLoss(margin)
            .value(inputs.get(0), inputs.get(0).getManager().create(labels))
            .loss();
  }

  private static double active(double margin, int[] labels, double[][] x) {
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      return new ContrastiveLoss(margin).value(manager.create(x), manager.create(labels)).active();
    }
  }
}

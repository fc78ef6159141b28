package dev.facet.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SoftmaxTest {

  @Test
  void ordinaryBatchWithDuplicates_hasTheValueAndGradientsOfTheFormula() {
    int[] labels = {2, 0, 2, 1};
    double[][] x = ByHand.random(1, 4, 6);
    double[][] w = ByHand.random(2, 3, 6);
    double[][] b = ByHand.random(3, 1, 3);
    double loss = GradientCheck.check(1e-8, value(labels), x, w, b);
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      double[] logits = new double[w.length];
      for (int j = 0; j < w.length; j++) {
        logits[j] = ByHand.dot(w[j], x[i]) + b[0][j];
      }
      expected += ByHand.crossEntropy(logits, labels[i]) / x.length;
    }
    assertEquals(expected, loss, 1e-12);
  }

  @Test
  void onlyOneClass_costsNothing() {
    double[][] x = ByHand.random(4, 2, 5);
    double[][] w = ByHand.random(5, 1, 5);
    assertEquals(
        0, GradientCheck.check(1e-9, value(new int[2]), x, w, new double[][] {{7}}), 1e-12);
  }

  @Test
  void logitsInTheThousands_stayFinite() {
    double[][] x = {{1000, 0}, {0, 1000}};
    double[][] w = {{3, 0}, {0, 3}};
    double[][] b = {{0, 0}};
    assertEquals(3000, GradientCheck.check(1e-6, value(new int[] {1, 0}), x, w, b), 1e-9);
  }

  private static GradientCheck.Value value(int[] labels) {
    return inputs ->
        new Softmax()
            .value(
                inputs.get(0),
                Map.of(ClassLoss.WEIGHT, inputs.get(1), ClassLoss.BIAS, inputs.get(2).reshape(-1)),
                inputs.get(0).getManager().create(labels),
                0);
  }
}

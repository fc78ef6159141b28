package dev.facet.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import org.junit.jupiter.api.Test;

class CenterLossTest {

  @Test
  void batchWithDuplicates_hasTheValueAndGradientsOfTheFormula() {
    int[] labels = {1, 3, 1, 0};
    double[][] x = ByHand.random(1, 4, 5);
    double[][] centres = ByHand.random(2, 4, 5);
    double loss = GradientCheck.check(1e-8, value(0.7, labels), x, centres);
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      for (int d = 0; d < 5; d++) {
        expected += 0.7 / 2 / x.length * Math.pow(x[i][d] - centres[labels[i]][d], 2);
      }
    }
    assertEquals(expected, loss, 1e-12);
  }

  @Test
  void onlyOneClass_andEmbeddingsOnTheirCentre_areOrdinary() {
    double[][] x = {{1, 2}, {1, 2}};
    assertEquals(0, GradientCheck.check(1e-8, value(1, new int[2]), x, new double[][] {{1, 2}}));
    GradientCheck.check(1e-8, value(1, new int[2]), x, new double[][] {{-3, 5}});
  }

  @Test
  void update_movesEachCentreByItsOwnShare_andNoOther() {
    double[][] centres = {{0, 0}, {10, 10}, {-1, 4}};
    double[][] x = {{4, 8}, {1, 1}, {2, 4}};
    int[] labels = {0, 1, 0};
    // Class 0: two embeddings that sum to (6, 12): 0 - 0.5 * (0 - (6, 12)) / 3.
    // Class 1: one: 10 - 0.5 * (10 - 1) / 2.
    double[] expected = {1, 2, 7.75, 7.75, -1, 4};
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      NDArray moved = manager.create(centres);
      new CenterLoss(0.003, 0.5).update(moved, manager.create(x), manager.create(labels));
      assertArrayEquals(expected, moved.toDoubleArray(), 1e-12);
    }
  }

  @Test
  void weightsAndRatesOutOfRange_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new CenterLoss(-1, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new CenterLoss(0.003, 1.1));
    assertThrows(IllegalArgumentException.class, () -> new CenterLoss(Double.NaN, 0.5));
  }

  private static GradientCheck.Value value(double weight, int[] labels) {
    return inputs ->
        new CenterLoss(weight, 0.5)
            .value(inputs.get(0), inputs.get(1), inputs.get(0).getManager().create(labels));
  }
}

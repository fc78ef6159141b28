package dev.facet.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DistillationLossTest {

  private static final GradientCheck.Value COSINE =
      inputs -> new CosineRegression().value(inputs.get(0), inputs.get(1));
  private static final GradientCheck.Value RELATIONAL =
      inputs -> new RelationalLoss().value(inputs.get(0), inputs.get(1));

  @Test
  void cosineRegression_hasTheValueAndGradientsOfTheFormula() {
    double[][] x = ByHand.random(1, 4, 6);
    double[][] targets = ByHand.random(2, 4, 6);
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      expected += (1 - ByHand.cosine(x[i], targets[i])) / 4;
    }
    assertEquals(expected, GradientCheck.check(1e-8, COSINE, x, targets), 1e-12);
  }

  @Test
  void cosineRegression_isZeroOnTheTargetAndTwoAgainstIt() {
    double[][] x = {{3, 4}};
    assertEquals(0, GradientCheck.check(1e-8, COSINE, x, new double[][] {{6, 8}}), 1e-12);
    assertEquals(2, GradientCheck.check(1e-8, COSINE, x, new double[][] {{-6, -8}}), 1e-12);
  }

  @Test
  void relationalLoss_hasTheValueAndGradientsOfTheFormula_acrossDimensions() {
    double[][] x = ByHand.random(3, 4, 3);
    double[][] targets = ByHand.random(4, 4, 6);
    x[2] = x[0].clone();
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        if (i != j) {
          double apart = ByHand.cosine(x[i], x[j]) - ByHand.cosine(targets[i], targets[j]);
          expected += apart * apart / 12;
        }
      }
    }
    assertEquals(expected, GradientCheck.check(1e-8, RELATIONAL, x, targets), 1e-12);
  }

  @Test
  void relationalLoss_ofOneFace_isZero() {
    double[][] x = {{3, 4}};
    assertEquals(0, GradientCheck.check(1e-8, RELATIONAL, x, new double[][] {{1, 7}}), 1e-12);
  }
}

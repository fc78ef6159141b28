package dev.facet.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CocoTest {

  @Test
  void ordinaryBatchWithDuplicates_hasTheValueAndGradientsOfTheFormula() {
    int[] labels = {2, 0, 2, 1};
    double[][] x = ByHand.random(1, 4, 6);
    double[][] centroids = ByHand.random(2, 3, 6);
    double loss = GradientCheck.check(5e-7, value(21.475, labels), x, centroids);
    assertEquals(ByHand.marginSoftmax(x, centroids, labels, 21.475, Math::cos), loss, 1e-10);
  }

  @Test
  void leastScale_reachesTheLossWhereAllOtherCentroidsAreOpposite() {
    double scale = Coco.leastScale(4, 0.01);
    double[][] x = {{2, 0}};
    double[][] centroids = {{1, 0}, {-1, 0}, {-1, 0}, {-1, 0}};
    assertEquals(0.01, GradientCheck.check(1e-7, value(scale, new int[1]), x, centroids), 1e-12);
    assertEquals(10.29, Coco.leastScale(87_020, 1e-4), 0.005);
  }

  /** Why the centroids are learned: the first version of the paper takes the means of the batch. */
  @Test
  void meansOfABatch_askNothingOfAFaceThatIsAloneInItsClass() {
    int[] labels = {0, 1};
    double[][] x = ByHand.random(3, 2, 6);
    double apart = ByHand.cosine(x[0], x[1]);
    // Whatever the faces are, the cosine with the own centroid is 1.
    double expected = Math.log(1 + Math.exp(5 * (apart - 1)));
    assertEquals(expected, GradientCheck.evaluate(value(5, labels), x, x), 1e-12);
  }

  @Test
  void scaleOutOfRange_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Coco(0));
    assertThrows(IllegalArgumentException.class, () -> new Coco(Double.NaN));
  }

  private static GradientCheck.Value value(double scale, int[] labels) {
    return inputs ->
        new Coco(scale)
            .value(
                inputs.get(0),
                Map.of(ClassLoss.WEIGHT, inputs.get(1)),
                inputs.get(0).getManager().create(labels),
                0);
  }
}

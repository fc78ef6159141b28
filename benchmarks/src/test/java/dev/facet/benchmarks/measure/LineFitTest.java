package dev.facet.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LineFitTest {

  @Test
  void pointsOnALine_giveIt() {
    LineFit fit = LineFit.of(new double[] {2, 4, 8}, new double[] {7, 6, 4});
    assertEquals(-0.5, fit.slope(), 1e-12);
    assertEquals(8, fit.intercept(), 1e-12);
    assertEquals(3, fit.at(10), 1e-12);
  }

  /**
   * By hand: means 1.5 and 1.25; products -1.5 * -1.25 - 0.5 * -0.25 + 0.5 * -0.25 + 1.5 * 1.75 =
   * 4.5; squares 2.25 + 0.25 + 0.25 + 2.25 = 5.
   */
  @Test
  void scatteredPoints_giveTheLeastSquares() {
    LineFit fit = LineFit.of(new double[] {0, 1, 2, 3}, new double[] {0, 1, 1, 3});
    assertEquals(0.9, fit.slope(), 1e-12);
    assertEquals(-0.1, fit.intercept(), 1e-12);
  }

  @Test
  void pointsAboveEachOther_areRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> LineFit.of(new double[] {1, 1}, new double[] {2, 3}));
  }
}

package dev.facet.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentificationReportTest {

  /** Found at 0.75 and 0.5; one is missed, though similar; one is third. */
  private static final List<MatedSearch> MATED =
      List.of(
          new MatedSearch(1, 0.75),
          new MatedSearch(2, 0.875),
          new MatedSearch(1, 0.5),
          new MatedSearch(3, 0.25));

  private static final double[] STRANGERS = {0.625, 0.25, 0.375, 0.125};

  @Test
  void cmc_isThatOfAHandCount() {
    CmcCurve cmc = new CmcCurve(MATED);
    assertEquals(4, cmc.searches());
    assertEquals(0.5, cmc.rate(1));
    assertEquals(0.75, cmc.rate(2));
    assertEquals(1, cmc.rate(3));
    assertEquals(1, cmc.rate(5));
  }

  @Test
  void openSet_isThatOfAHandCount() {
    OpenSetCurve curve = new OpenSetCurve(MATED, STRANGERS);
    assertEquals(4, curve.mated());
    assertEquals(4, curve.strangers());
    assertEquals(
        List.of(
            new OpenSetPoint(Math.nextUp(0.75), 0, 0),
            new OpenSetPoint(0.6875, 0, 0.25),
            new OpenSetPoint(0.5625, 0.25, 0.25),
            new OpenSetPoint(0.4375, 0.25, 0.5),
            new OpenSetPoint(0.3125, 0.5, 0.5),
            new OpenSetPoint(0.1875, 0.75, 0.5),
            new OpenSetPoint(0.125, 1, 0.5)),
        curve.points());
    assertEquals(new OpenSetPoint(0.4375, 0.25, 0.5), curve.atFpir(0.25).orElseThrow());
    assertEquals(new OpenSetPoint(0.4375, 0.25, 0.5), curve.atFpir(0.6).orElseThrow());
  }

  @Test
  void rateBelowOneStranger_isNotShown() {
    OpenSetCurve curve = new OpenSetCurve(MATED, STRANGERS);
    assertTrue(curve.atFpir(0.24).isEmpty());
    double[] thousand = new double[1000];
    Arrays.setAll(thousand, i -> i / 2000.0);
    assertTrue(new OpenSetCurve(MATED, thousand).atFpir(1e-3).isPresent());
    assertFalse(new OpenSetCurve(MATED, Arrays.copyOf(thousand, 999)).atFpir(1e-3).isPresent());
  }

  /** By the definition: over every threshold that could matter, the highest TPIR. */
  @Test
  void tpir_isTheHighestOfAllThresholdsWithinTheFpir() {
    Random random = new Random(5);
    for (int round = 0; round < 30; round++) {
      List<MatedSearch> mated = new ArrayList<>();
      double[] strangers = new double[40];
      List<Double> thresholds = new ArrayList<>();
      for (int i = 0; i < strangers.length; i++) {
        strangers[i] = random.nextInt(20) / 20.0;
        double similarity = random.nextInt(20) / 20.0 + 0.2;
        mated.add(new MatedSearch(1 + random.nextInt(3), similarity));
        thresholds.addAll(List.of(strangers[i], Math.nextUp(strangers[i]), similarity));
      }
      OpenSetCurve curve = new OpenSetCurve(mated, strangers);
      for (double fpir : new double[] {0.03, 0.1, 0.5, 1}) {
        double highest = 0;
        for (double at : thresholds) {
          long alarms = Arrays.stream(strangers).filter(score -> score >= at).count();
          long found = mated.stream().filter(m -> m.rank() == 1 && m.similarity() >= at).count();
          assertEquals(new OpenSetPoint(at, alarms / 40.0, found / 40.0), curve.at(at));
          if (alarms / 40.0 <= fpir) {
            highest = Math.max(highest, found / 40.0);
          }
        }
        OpenSetPoint point = curve.atFpir(fpir).orElseThrow();
        assertEquals(highest, point.truePositiveRate());
        assertEquals(point, curve.at(point.threshold()));
        assertTrue(point.falsePositiveRate() <= fpir);
      }
    }
  }

  @Test
  void closedSet_hasNoOpenOne() {
    IdentificationReport report = IdentificationReport.of(7, MATED, new double[0]);
    assertEquals(7, report.enrolled());
    assertTrue(report.openSet().isEmpty());
    assertEquals(0.5, report.cmc().rate(1));
    assertTrue(IdentificationReport.of(7, MATED, STRANGERS).openSet().isPresent());
  }

  @Test
  void searchesThatAreMissingOrNaN_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new CmcCurve(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new OpenSetCurve(MATED, new double[0]));
    assertThrows(IllegalArgumentException.class, () -> new OpenSetCurve(List.of(), STRANGERS));
    assertThrows(
        IllegalArgumentException.class,
        () -> new OpenSetCurve(MATED, new double[] {0.5, Double.NaN}));
  }
}

package dev.facet.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerificationReportTest {

  private static List<ScoredPair> fold(double same, double different) {
    return List.of(new ScoredPair(same, true), new ScoredPair(different, false));
  }

  @Test
  void folds_areEachJudgedAtTheThresholdOfTheOthers() {
    // The first two folds part at 0.5; the third has both its pairs on one side of that.
    List<List<ScoredPair>> folds = List.of(fold(0.75, 0.25), fold(0.75, 0.25), fold(0.75, 0.625));
    VerificationReport report = VerificationReport.of(folds, OptionalDouble.empty());
    // Without the third, 0.5 is best, and half of the third is wrong. Without the first or second,
    // the others part at 0.6875, which is right for the one left out.
    FoldAccuracy accuracy = report.folds().orElseThrow();
    assertEquals((1 + 1 + 0.5) / 3, accuracy.mean(), 1e-12);
    double deviation = Math.sqrt((1 / 36.0 + 1 / 36.0 + 1 / 9.0) / 2);
    assertEquals(deviation / Math.sqrt(3), accuracy.standardError(), 1e-12);
    assertEquals(1, report.best().accuracy());
    assertEquals(1, report.auc());
    assertEquals(1, report.tarAtFar1e3());
    assertTrue(report.given().isEmpty());
  }

  @Test
  void listWithoutFolds_hasNoCrossValidation() {
    VerificationReport report =
        VerificationReport.of(List.of(fold(0.8, 0.6)), OptionalDouble.of(0.5));
    assertTrue(report.folds().isEmpty());
    assertEquals(new OperatingPoint(0.5, 1, 1, 0.5), report.given().orElseThrow());
    assertEquals(1, report.curve().samePairs());
  }
}

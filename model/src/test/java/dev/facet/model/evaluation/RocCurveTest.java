package dev.facet.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RocCurveTest {

  private static final double EXACT = 1e-12;

  private static List<ScoredPair> pairs(double[] same, double[] different) {
    List<ScoredPair> pairs = new ArrayList<>();
    for (double similarity : same) {
      pairs.add(new ScoredPair(similarity, true));
    }
    for (double similarity : different) {
      pairs.add(new ScoredPair(similarity, false));
    }
    return pairs;
  }

  /** Similarities of a coarse grid, so that many are equal. */
  private static List<ScoredPair> tied(Random random, int count) {
    List<ScoredPair> pairs = new ArrayList<>(pairs(new double[] {0.5}, new double[] {0.5}));
    for (int i = 0; i < count; i++) {
      boolean same = random.nextBoolean();
      pairs.add(new ScoredPair(random.nextInt(8) / 10.0 + (same ? 0.2 : 0), same));
    }
    return pairs;
  }

  @Test
  void smallCurve_isThatOfAHandCount() {
    RocCurve curve = new RocCurve(pairs(new double[] {0.75, 0.5, 0.25}, new double[] {0.5, 0.0}));
    assertEquals(3, curve.samePairs());
    assertEquals(2, curve.differentPairs());
    assertEquals(
        List.of(
            new OperatingPoint(Math.nextUp(0.75), 0, 0, 2 / 5.0),
            new OperatingPoint(0.625, 0, 1 / 3.0, 3 / 5.0),
            new OperatingPoint(0.375, 1 / 2.0, 2 / 3.0, 3 / 5.0),
            new OperatingPoint(0.125, 1 / 2.0, 1, 4 / 5.0),
            new OperatingPoint(0, 1, 1, 3 / 5.0)),
        curve.points());
    assertEquals(new OperatingPoint(0.125, 0.5, 1, 0.8), curve.best());
    // Of the six pairings: 0.75 wins both, 0.5 wins one and ties one, 0.25 wins one.
    assertEquals(4.5 / 6, curve.auc(), EXACT);
    assertEquals(1 / 3.0, curve.tarAtFar(0.49), EXACT);
    assertEquals(1, curve.tarAtFar(0.5), EXACT);
  }

  @Test
  void pairsThatAreAlwaysWrong_areWrongAtEveryThreshold() {
    List<ScoredPair> pairs = new ArrayList<>(pairs(new double[] {0.75}, new double[] {0.25}));
    pairs.add(ScoredPair.wrong(true));
    pairs.add(ScoredPair.wrong(false));
    RocCurve curve = new RocCurve(pairs);
    assertEquals(2, curve.samePairs());
    assertEquals(2, curve.differentPairs());
    assertEquals(
        List.of(
            new OperatingPoint(Math.nextUp(0.75), 0.5, 0, 1 / 4.0),
            new OperatingPoint(0.5, 0.5, 0.5, 2 / 4.0),
            new OperatingPoint(0.25, 1, 0.5, 1 / 4.0)),
        curve.points());
    assertEquals(new OperatingPoint(2, 0.5, 0, 0.25), curve.at(2));
    assertEquals(new OperatingPoint(-2, 1, 0.5, 0.25), curve.at(-2));
    // Of the four pairings of one and two people, that of the two scored ones is won.
    assertEquals(1 / 4.0, curve.auc(), EXACT);
    assertEquals(0, curve.tarAtFar(0.49), EXACT);
    assertEquals(0.5, curve.tarAtFar(0.5), EXACT);
  }

  @Test
  void pairsOfWhichNoneWasScored_haveAPoint() {
    RocCurve curve = new RocCurve(List.of(ScoredPair.wrong(true), ScoredPair.wrong(false)));
    assertEquals(List.of(new OperatingPoint(0, 1, 0, 0)), curve.points());
    assertEquals(0, curve.auc(), EXACT);
  }

  @Test
  void perfectScores_giveAnAreaOfOne() {
    RocCurve curve = new RocCurve(pairs(new double[] {0.9, 0.8}, new double[] {0.1, 0.2}));
    assertEquals(1, curve.auc());
    assertEquals(0.5, curve.best().threshold(), EXACT);
    assertEquals(1, curve.best().accuracy());
    assertEquals(1, curve.tarAtFar(0));
  }

  @Test
  void equalScores_giveAnAreaOfOneHalf() {
    RocCurve curve = new RocCurve(pairs(new double[] {0.3, 0.3}, new double[] {0.3}));
    assertEquals(0.5, curve.auc(), EXACT);
    assertEquals(2, curve.points().size());
    assertEquals(0, curve.tarAtFar(0.5));
  }

  @Test
  void area_isTheShareOfPairingsThatSameWins() {
    Random random = new Random(2);
    for (int round = 0; round < 50; round++) {
      List<ScoredPair> pairs = tied(random, 60);
      double won = 0;
      int pairings = 0;
      for (ScoredPair same : pairs) {
        for (ScoredPair different : pairs) {
          if (same.same() && !different.same()) {
            pairings++;
            won += Math.signum(same.similarity() - different.similarity()) / 2 + 0.5;
          }
        }
      }
      assertEquals(won / pairings, new RocCurve(pairs).auc(), EXACT);
    }
  }

  @Test
  void everyPoint_isWhatItsThresholdDoes() {
    List<ScoredPair> pairs = tied(new Random(3), 80);
    RocCurve curve = new RocCurve(pairs);
    for (OperatingPoint point : curve.points()) {
      assertEquals(point, curve.at(point.threshold()));
    }
  }

  @Test
  void bestAccuracy_isBelowThatOfNoThreshold() {
    List<ScoredPair> pairs = tied(new Random(4), 80);
    RocCurve curve = new RocCurve(pairs);
    for (double threshold = -0.1; threshold < 1.1; threshold += 0.01) {
      double at = threshold;
      long right = pairs.stream().filter(p -> (p.similarity() >= at) == p.same()).count();
      double accuracy = (double) right / pairs.size();
      assertEquals(accuracy, curve.at(threshold).accuracy(), EXACT);
      assertTrue(curve.best().accuracy() >= accuracy);
    }
  }

  @Test
  void neighbouringDoubles_areToldApart() {
    double low = 0.5;
    double high = Math.nextUp(low);
    RocCurve curve = new RocCurve(pairs(new double[] {high}, new double[] {low}));
    assertEquals(1, curve.best().accuracy());
    assertEquals(1, curve.at(curve.best().threshold()).accuracy());
  }

  @Test
  void pairsOfOneKindOnly_areRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new RocCurve(pairs(new double[] {1, 2}, new double[0])));
    assertEquals(
        "pairs: 2 of the same person, 0 of different people (expected: at least one of each)",
        e.getMessage());
  }

  @Test
  void similarityThatIsNaN_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ScoredPair(Double.NaN, true));
  }
}

package dev.facet.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.evaluation.Calibration.Point;
import dev.facet.model.fixture.Refusal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {

  /** Of 0.000, 0.001, ..., 0.999 the rate 1e-1 may accept 100: 0.9 and above, not 0.899. */
  @Test
  void thousandPairs_haveTheThresholdsOfAHandCount() {
    Calibration calibration = Calibration.measure(counts(thousand()));
    assertEquals(1000, calibration.pairs());
    assertEquals(
        List.of(new Point(1e-1, 0.899001), new Point(3e-2, 0.969001), new Point(1e-2, 0.989001)),
        calibration.points());
  }

  private static double[] thousand() {
    return IntStream.range(0, 1000).mapToDouble(i -> i / 1000.0).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "100, 1e-1",
    "333, 1e-1",
    "334, 3e-2",
    "999, 3e-2",
    "1000, 1e-2",
    "9999, 3e-3",
    "10000, 1e-3",
    "100000, 1e-4"
  })
  void lowestRate_isOneThatTenOfThePairsReach(int pairs, double lowest) {
    double[] similarities = IntStream.range(0, pairs).mapToDouble(i -> i / 1e5).toArray();
    List<Point> points = Calibration.measure(counts(similarities)).points();
    assertEquals(lowest, points.get(points.size() - 1).far());
  }

  @Test
  void threshold_isTheLeastThatAcceptsAtMostItsRate() {
    Random random = new Random(7);
    for (int round = 0; round < 30; round++) {
      boolean tied = round % 2 == 0;
      double[] similarities =
          IntStream.range(0, 100 + random.nextInt(3000))
              .mapToDouble(i -> tied ? random.nextInt(9) / 10.0 : random.nextDouble() * 2 - 1)
              .toArray();
      double above = 1;
      Calibration calibration = Calibration.measure(counts(similarities));
      for (Point point : calibration.points()) {
        assertTrue(far(similarities, point.threshold()) <= point.far(), point.toString());
        double less = (Math.rint(point.threshold() * 1e6) - 1) / 1e6;
        assertTrue(far(similarities, less) > point.far(), point.toString());
        assertTrue(point.far() < above);
        above = point.far();
      }
    }
  }

  private static double far(double[] similarities, double threshold) {
    return (double) Arrays.stream(similarities).filter(s -> s >= threshold).count()
        / similarities.length;
  }

  @Test
  void rateThatIsAskedFor_getsTheHighestMeasuredOneBelowIt() {
    Calibration calibration = Calibration.measure(counts(thousand()));
    assertEquals(Optional.of(new Point(1e-1, 0.899001)), calibration.threshold(0.5));
    assertEquals(Optional.of(new Point(1e-1, 0.899001)), calibration.threshold(1e-1));
    assertEquals(Optional.of(new Point(3e-2, 0.969001)), calibration.threshold(0.0999));
    assertEquals(Optional.of(new Point(1e-2, 0.989001)), calibration.threshold(0.01));
    assertEquals(Optional.empty(), calibration.threshold(0.0099));
  }

  @Test
  void similarity_hasTheLowestRateWhoseThresholdItReaches() {
    Calibration calibration = Calibration.measure(counts(thousand()));
    assertEquals(OptionalDouble.of(1e-2), calibration.far(1));
    assertEquals(OptionalDouble.of(1e-2), calibration.far(0.989001));
    assertEquals(OptionalDouble.of(3e-2), calibration.far(0.989));
    assertEquals(OptionalDouble.of(1e-1), calibration.far(0.9));
    assertEquals(OptionalDouble.empty(), calibration.far(0.899));
    assertEquals(OptionalDouble.empty(), calibration.far(-1));
  }

  @Test
  void tooFewPairs_orTooManyThatAreTheSame_areRefused() {
    IllegalArgumentException few =
        assertThrows(
            IllegalArgumentException.class, () -> Calibration.measure(counts(new double[99])));
    assertEquals(
        "pairs of two people: 99 (expected: at least 100, not a tenth of them the same)",
        few.getMessage());
    double[] same = new double[1000];
    Arrays.fill(same, 0, 101, 1);
    assertThrows(IllegalArgumentException.class, () -> Calibration.measure(counts(same)));
  }

  /** 31 of 1,000: more than 3e-2 lets pass, at any threshold that there is. */
  @Test
  void rateThatTooManyPairsOfOnePictureExceed_isLeftOut() {
    double[] similarities = new double[1000];
    Arrays.fill(similarities, 0, 31, 1);
    assertEquals(
        List.of(new Point(1e-1, 0.000001)), Calibration.measure(counts(similarities)).points());
  }

  @Test
  void entries_areReadAsTheyWereWritten() throws BadBundleException {
    Calibration calibration = Calibration.measure(counts(thousand()));
    Map<String, Double> entries = calibration.entries();
    assertEquals(
        List.of(
            "calibration-pairs",
            "threshold-at-far-1e-1",
            "threshold-at-far-3e-2",
            "threshold-at-far-1e-2"),
        List.copyOf(entries.keySet()));
    Calibration read = Calibration.of(entries).orElseThrow();
    assertEquals(calibration.points(), read.points());
    assertEquals(1000, read.pairs());
    assertEquals(entries, read.entries());
  }

  @Test
  void calibration_takesThePlaceOfTheOldOne_amongOtherMeasurements() {
    Map<String, Double> before =
        Map.of("lfw", 99.0, "calibration-pairs", 1e5, "threshold-at-far-1e-4", 0.9);
    Calibration calibration = Calibration.measure(counts(thousand()));
    Map<String, Double> expected = new LinkedHashMap<>(calibration.entries());
    expected.put("lfw", 99.0);
    assertEquals(expected, calibration.putInto(before));
  }

  @Test
  void measurementsWithoutThresholds_areNoCalibration() throws BadBundleException {
    assertEquals(Optional.empty(), Calibration.of(Map.of()));
    assertEquals(Optional.empty(), Calibration.of(Map.of("lfw", 99.0, "calibration-pairs", 5.0)));
  }

  @Test
  void ratesOfOthers_areReadToo_andWrittenWithOneDigitBeforeThePoint() throws BadBundleException {
    Calibration calibration =
        Calibration.of(
                Map.of(
                    "calibration-pairs", 1e6,
                    "threshold-at-far-0.00025", 0.5,
                    "threshold-at-far-5e-2", 0.1))
            .orElseThrow();
    assertEquals(List.of(new Point(0.05, 0.1), new Point(0.00025, 0.5)), calibration.points());
    assertEquals(0.5, calibration.entries().get("threshold-at-far-2.5e-4"));
    assertEquals("5e-2", Calibration.rate(0.05));
  }

  @Test
  void nonsense_isRefusedAndNamesTheKey() {
    assertRefused("calibration-pairs: missing (", "threshold-at-far-1e-1", 0.5);
    assertRefused("calibration-pairs: 10.5 (", "calibration-pairs", 10.5);
    assertRefused("calibration-pairs: 0.0 (", "calibration-pairs", 0);
    assertRefused("threshold-at-far-1e-3: 1.5 (expected: -1 to 1)", "threshold-at-far-1e-3", 1.5);
    assertRefused("threshold-at-far-1e-3: -1.1 (", "threshold-at-far-1e-3", -1.1);
    assertRefused("threshold-at-far-low: 0.5 (", "threshold-at-far-low", 0.5);
    assertRefused("threshold-at-far-1: 0.5 (", "threshold-at-far-1", 0.5);
    assertRefused("threshold-at-far-0: 0.5 (", "threshold-at-far-0", 0.5);
    assertRefused("threshold-at-far-NaN: 0.5 (", "threshold-at-far-NaN", 0.5);
    assertRefused("threshold-at-far-1e-5: 0.5 (", "threshold-at-far-1e-5", 0.5);
    assertRefused(
        "threshold-at-far-1e-2: 0.2 (expected: each rate once)", "threshold-at-far-0.01", 0.2);
    assertRefused(
        "threshold-at-far-1e-3: 0.1 (expected: at least the 0.2 of threshold-at-far-1e-2)",
        "threshold-at-far-1e-3",
        0.1);
  }

  /** With a key more than in a calibration on 100,000 pairs. */
  private static void assertRefused(String message, String key, double value) {
    Map<String, Double> measured = new LinkedHashMap<>();
    if (!message.contains("missing")) {
      measured.put("calibration-pairs", 1e5);
      measured.put("threshold-at-far-1e-2", 0.2);
    }
    measured.put(key, value);
    String said = Refusal.message(() -> Calibration.of(measured));
    assertTrue(said.startsWith("about.measured." + message), said);
  }

  private static SimilarityCounts counts(double[] similarities) {
    SimilarityCounts counts = new SimilarityCounts();
    Arrays.stream(similarities).forEach(counts::add);
    return counts;
  }
}

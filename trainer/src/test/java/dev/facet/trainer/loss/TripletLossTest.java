package dev.facet.trainer.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TripletLossTest {

  /** Person 2 has one photo, person 3 three. */
  private static final int[] LABELS = {0, 1, 0, 3, 2, 1, 3, 3};

  /** Squared distances of an anchor's positive and its negative. */
  private record Distances(double positive, double negative) {}

  @ParameterizedTest
  @EnumSource
  void ordinaryBatch_hasTheValueGradientsAndShareOfTheDefinition(Mining mining) {
    for (double margin : new double[] {0.2, 1, 4}) {
      for (int seed = 0; seed < 5; seed++) {
        double[][] x = ByHand.random(seed, LABELS.length, 4);
        double loss = GradientCheck.check(1e-7, value(mining, margin, LABELS), x);
        List<Distances> triplets = byHand(mining, x, LABELS);
        double expected =
            triplets.stream().mapToDouble(t -> cost(t, margin)).average().orElseThrow();
        assertEquals(expected, loss, 1e-10);
        double active = triplets.stream().filter(t -> cost(t, margin) > 0).count();
        assertEquals(active / triplets.size(), active(mining, margin, LABELS, x), 1e-12);
      }
    }
  }

  @Test
  void semiHard_takesTheNearestBeyondThePositive_orElseTheFarthest() {
    // Squared distances from the anchor: positive 1; negatives 0.5, 1.1, 1.5.
    double[][] beyond = unitVectors(0, 1, 0.5, 1.1, 1.5);
    int[] labels = {0, 0, 1, 2, 3};
    assertEquals(List.of(new Distances(1, 1.1)), ofAnchorZero(beyond, labels));
    double[][] nearer = unitVectors(0, 1, 0.5, 0.9, 0.7);
    assertEquals(List.of(new Distances(1, 0.9)), ofAnchorZero(nearer, labels));
  }

  @ParameterizedTest
  @EnumSource
  void embeddingsThatHaveBecomeOne_costTheMarginAndAreAllActive(Mining mining) {
    double[][] x = new double[LABELS.length][];
    Arrays.fill(x, new double[] {0.3, -2, 1});
    assertEquals(0.2, GradientCheck.evaluate(value(mining, 0.2, LABELS), x), 1e-12);
    assertEquals(1, active(mining, 0.2, LABELS, x));
  }

  @ParameterizedTest
  @EnumSource
  void peopleFarApart_costNothing(Mining mining) {
    double[][] x = {{1, 0}, {2, 0}, {0, 1}, {0, 3}};
    int[] labels = {0, 0, 1, 1};
    assertEquals(0, GradientCheck.check(1e-9, value(mining, 0.2, labels), x));
    assertEquals(0, active(mining, 0.2, labels, x));
  }

  @ParameterizedTest
  @EnumSource
  void batchesWithoutAPositiveOrANegative_costNothing(Mining mining) {
    double[][] x = ByHand.random(9, 3, 4);
    for (int[] labels : new int[][] {{0, 1, 2}, {5, 5, 5}}) {
      assertEquals(0, GradientCheck.check(1e-9, value(mining, 0.2, labels), x));
      assertEquals(0, active(mining, 0.2, labels, x));
    }
    double[][] alone = {x[0]};
    assertEquals(0, GradientCheck.check(1e-9, value(mining, 0.2, new int[1]), alone));
  }

  @ParameterizedTest
  @EnumSource
  void float32_isCloseToFloat64(Mining mining) {
    double[][] x = ByHand.random(3, LABELS.length, 16);
    double exact = GradientCheck.evaluate(value(mining, 1, LABELS), x);
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      NDArray loss =
          new TripletLoss(mining, 1)
              .value(manager.create(x).toType(DataType.FLOAT32, false), manager.create(LABELS))
              .loss();
      assertEquals(DataType.FLOAT32, loss.getDataType());
      assertEquals(exact, loss.getFloat(), 1e-5);
    }
  }

  @Test
  void marginOutOfRange_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TripletLoss(Mining.ALL, 0));
    assertThrows(IllegalArgumentException.class, () -> new TripletLoss(Mining.ALL, 4.1));
    assertThrows(IllegalArgumentException.class, () -> new TripletLoss(Mining.ALL, Double.NaN));
  }

  private static double cost(Distances triplet, double margin) {
    return Math.max(0, triplet.positive - triplet.negative + margin);
  }

  /** The triplets of a batch by their definition, found by sorting. */
  private static List<Distances> byHand(Mining mining, double[][] x, int[] labels) {
    List<Distances> triplets = new ArrayList<>();
    for (int anchor = 0; anchor < x.length; anchor++) {
      List<Double> positives = distances(x, labels, anchor, true);
      List<Double> negatives = distances(x, labels, anchor, false);
      if (positives.isEmpty() || negatives.isEmpty()) {
        continue;
      }
      switch (mining) {
        case BATCH_HARD ->
            triplets.add(new Distances(positives.get(positives.size() - 1), negatives.get(0)));
        case SEMI_HARD ->
            positives.forEach(
                positive -> {
                  Optional<Double> beyond =
                      negatives.stream().filter(n -> n > positive).findFirst();
                  triplets.add(
                      new Distances(positive, beyond.orElse(negatives.get(negatives.size() - 1))));
                });
        case ALL ->
            positives.forEach(
                positive -> negatives.forEach(n -> triplets.add(new Distances(positive, n))));
      }
    }
    return triplets;
  }

  /** Squared distances of an anchor's positives or negatives, ascending. */
  private static List<Double> distances(double[][] x, int[] labels, int anchor, boolean same) {
    List<Double> distances = new ArrayList<>();
    for (int other = 0; other < x.length; other++) {
      if (other != anchor && (labels[other] == labels[anchor]) == same) {
        distances.add(2 - 2 * ByHand.cosine(x[anchor], x[other]));
      }
    }
    distances.sort(Comparator.naturalOrder());
    return distances;
  }

  /** Unit vectors at given squared distances from the first axis. */
  private static double[][] unitVectors(double... squares) {
    double[][] vectors = new double[squares.length][2];
    for (int i = 0; i < squares.length; i++) {
      double cosine = 1 - squares[i] / 2;
      vectors[i] = new double[] {cosine, Math.sqrt(1 - cosine * cosine)};
    }
    return vectors;
  }

  /** The semi-hard triplets of the first face, by the production code. */
  private static List<Distances> ofAnchorZero(double[][] x, int[] labels) {
    int n = x.length;
    double[] squares = new double[n * n];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = 2 - 2 * ByHand.cosine(x[i / n], x[i % n]);
    }
    Triplets triplets = new Triplets(squares, labels, 4.5);
    Mining.SEMI_HARD.take(triplets);
    List<Distances> taken = new ArrayList<>();
    for (int negative = 0; negative < n; negative++) {
      if (triplets.signs()[negative] < 0) {
        assertTrue(triplets.signs()[1] == 1);
        taken.add(new Distances(rounded(squares[1]), rounded(squares[negative])));
      }
    }
    return taken;
  }

  private static double rounded(double value) {
    return Math.round(value * 1e9) / 1e9;
  }

  private static GradientCheck.Value value(Mining mining, double margin, int[] labels) {
    return inputs ->
        new TripletLoss(mining, margin)
            .value(inputs.get(0), inputs.get(0).getManager().create(labels))
            .loss();
  }

  private static double active(Mining mining, double margin, int[] labels, double[][] x) {
    try (NDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      return new TripletLoss(mining, margin)
          .value(manager.create(x), manager.create(labels))
          .active();
    }
  }
}

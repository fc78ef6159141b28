package dev.facet.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarityCountsTest {

  @Test
  void acceptRate_isThatOfComparingEachPair() {
    double[] similarities = similarities(new Random(5));
    SimilarityCounts counts = new SimilarityCounts();
    DoubleStream.of(similarities).parallel().forEach(counts::add);
    assertEquals(similarities.length, counts.total());
    for (int millionths = -1_000_000; millionths <= 1_000_000; millionths += 8_191) {
      double threshold = millionths / 1e6;
      long accepted = DoubleStream.of(similarities).filter(s -> s >= threshold).count();
      assertEquals((double) accepted / similarities.length, counts.acceptRate(threshold));
      assertEquals(similarities.length - accepted, counts.between(-1, threshold));
    }
    assertEquals(0, counts.between(1, 1));
  }

  /** The ends, and just above, below and at thresholds of six decimals. */
  private static double[] similarities(Random random) {
    return DoubleStream.concat(
            DoubleStream.of(-1, 1, 1, 0),
            IntStream.range(0, 20_000)
                .mapToObj(i -> (random.nextInt(244) * 8_191 - 998_000) / 1e6)
                .flatMapToDouble(t -> DoubleStream.of(t, Math.nextUp(t), Math.nextDown(t))))
        .toArray();
  }

  /** Of every threshold a pair just as alike, and one just below it, which the next one counts. */
  @Test
  void everyThreshold_partsThePairsThatItShould() {
    SimilarityCounts counts = new SimilarityCounts();
    for (int millionths = -999_999; millionths <= 1_000_000; millionths++) {
      counts.add(millionths / 1e6);
      counts.add(Math.nextDown(millionths / 1e6));
    }
    assertEquals(1, counts.at(-1_000_000));
    for (int millionths = -999_999; millionths < 1_000_000; millionths++) {
      assertEquals(2, counts.at(millionths), "at " + millionths);
    }
    assertEquals(1, counts.at(1_000_000));
  }

  @Test
  void ofNoPairs_thereIsNoRate() {
    assertEquals(Double.NaN, new SimilarityCounts().acceptRate(0));
    assertEquals(0, new SimilarityCounts().total());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 1.0000001, -1.0000001})
  void similarityOutOfRange_isRefused(double similarity) {
    SimilarityCounts counts = new SimilarityCounts();
    assertThrows(IllegalArgumentException.class, () -> counts.add(similarity));
  }
}

package dev.facet.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {

  private static long[] times(double perSecond, long seed, int count) {
    Arrivals arrivals = new Arrivals(perSecond, seed);
    return LongStream.generate(arrivals::next).limit(count).toArray();
  }

  @Test
  void gaps_areThoseOfAPoissonProcess() {
    int count = 100_000;
    long[] times = times(500, 7, count);
    double mean = times[count - 1] / (double) count;
    double squares = 0;
    long before = 0;
    int shorterThanMean = 0;
    for (long time : times) {
      assertTrue(time >= before);
      double gap = time - before;
      squares += (gap - mean) * (gap - mean);
      shorterThanMean += gap < mean ? 1 : 0;
      before = time;
    }
    assertEquals(2e6, mean, 0.02 * 2e6, "500 a second are 2 ms apart");
    assertEquals(mean, Math.sqrt(squares / count), 0.02 * mean, "as spread as long");
    assertEquals(1 - Math.exp(-1), shorterThanMean / (double) count, 0.01);
  }

  @Test
  void sameSeed_sameTimes() {
    assertEquals(LongStream.of(times(9, 3, 50)).sum(), LongStream.of(times(9, 3, 50)).sum());
    assertNotEquals(LongStream.of(times(9, 3, 50)).sum(), LongStream.of(times(9, 4, 50)).sum());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rateThatIsNone_isRefused(double perSecond) {
    assertThrows(IllegalArgumentException.class, () -> new Arrivals(perSecond, 1));
  }
}

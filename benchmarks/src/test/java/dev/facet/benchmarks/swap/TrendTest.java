package dev.facet.benchmarks.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.measure.ProcessStatus;
import dev.facet.benchmarks.measure.Trend;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrendTest {

  private static final Percentiles LATENCIES = new Percentiles(1, 2, 3, 4, 5);

  private static Sample sample(boolean swapping, int swaps, long residentMib) {
    OptionalLong nothing = OptionalLong.empty();
    OptionalLong resident = residentMib == 0 ? nothing : OptionalLong.of(residentMib << 20);
    return new Sample(
        0, swapping, swaps, LATENCIES, new ProcessStatus(resident, nothing, nothing, nothing), 0);
  }

  @Test
  void slope_leavesOutTheFirstTenthOfTheSwapsAndWhatWasQuiet() {
    List<Sample> samples =
        List.of(
            sample(false, 0, 10),
            sample(true, 0, 100),
            sample(true, 19, 150),
            sample(true, 20, 200),
            sample(true, 200, 203));

    Trend trend = Sample.trend(samples, Sample::residentMib).orElseThrow();

    assertEquals(100, trend.start());
    assertEquals(203, trend.end());
    assertEquals(100 * 3.0 / 180, trend.per(100), 1e-9);
  }

  @Test
  void whatIsNotKnown_hasNoTrend() {
    List<Sample> samples = List.of(sample(true, 1, 0), sample(true, 9, 0));
    assertTrue(Sample.trend(samples, Sample::residentMib).isEmpty());
  }

  @Test
  void oneNumberOfSwaps_hasNoTrend() {
    List<Sample> samples = List.of(sample(true, 9, 5), sample(true, 9, 6));
    assertTrue(Sample.trend(samples, Sample::residentMib).isEmpty());
  }
}

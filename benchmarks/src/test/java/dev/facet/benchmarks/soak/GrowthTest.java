package dev.facet.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.measure.ProcessStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GrowthTest {

  private static final Percentiles LATENCIES = new Percentiles(1, 2, 3, 4, 5);

  private static Sample sample(int minute, long handles) {
    OptionalLong nothing = OptionalLong.empty();
    return new Sample(
        60 * minute,
        0,
        LATENCIES,
        new ProcessStatus(nothing, nothing, nothing, OptionalLong.of(handles)),
        Double.NaN,
        0,
        0);
  }

  @Test
  void whatGrowsInTheFirstHalf_isNoFault_andWhatGrowsInTheSecondIs() {
    List<Sample> samples = new ArrayList<>();
    for (int minute = 0; minute <= 20; minute++) {
      samples.add(sample(minute, 100 + Math.min(minute, 9)));
    }
    assertEquals(Optional.empty(), Growth.HANDLES.fault(samples));
    for (int minute = 21; minute <= 40; minute++) {
      samples.add(sample(minute, 100 + minute));
    }
    assertEquals(
        Optional.of("handles: 1.00 more each minute (expected: at most 0.50)"),
        Growth.HANDLES.fault(samples.subList(21, 41)));
  }

  @Test
  void whatIsNotKnown_isNoFault() {
    assertEquals(Optional.empty(), Growth.HEAP.fault(List.of(sample(1, 1), sample(2, 2))));
  }
}

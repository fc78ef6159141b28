package dev.facet.benchmarks.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.benchmarks.measure.ProcessMemory;
import dev.facet.benchmarks.measure.Spread;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemorySlopeTest {

  private static Sample sample(long steps, long residentMib) {
    OptionalLong resident =
        residentMib == 0 ? OptionalLong.empty() : OptionalLong.of(residentMib << 20);
    return new Sample(
        0, Work.LOOP, steps, 1, 0, new ProcessMemory(resident, OptionalLong.empty(), 0, 0));
  }

  @Test
  void slope_isOfTheStepsAfterTheWarmUp() {
    MemorySlope slope =
        MemorySlope.of(
                List.of(sample(100, 1), sample(200, 50), sample(400, 700), sample(900, 702)), 200)
            .orElseThrow();
    assertEquals(4, slope.per1000Steps(), 1e-9);
    assertEquals(new Spread(701, 700, 702), slope.resident());
  }

  @Test
  void memoryThatIsNotKnown_hasNoSlope() {
    assertTrue(MemorySlope.of(List.of(sample(100, 0), sample(200, 0)), 10).isEmpty());
  }

  @Test
  void oneSampleAfterTheWarmUp_hasNoSlope() {
    assertTrue(MemorySlope.of(List.of(sample(100, 5), sample(200, 6)), 100).isEmpty());
  }
}

package dev.facet.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StretchTest {

  private long now = 5_000_000_000L;

  private boolean stepAfter(Stretch stretch, long millis) {
    now += Duration.ofMillis(millis).toNanos();
    return stretch.step();
  }

  @Test
  void stepsThatSettle_countNeitherAsStepsNorAsTime() {
    Stretch stretch = new Stretch(Stretch.Length.ofSteps(2).after(1), () -> now);
    assertFalse(stepAfter(stretch, 9000));
    assertEquals(0, stretch.counted());
    assertFalse(stepAfter(stretch, 300));
    assertTrue(stepAfter(stretch, 500));
    assertEquals(2, stretch.counted());
    assertEquals(2 / 0.8, stretch.perSecond(), 1e-9);
  }

  @Test
  void stretchOfATime_endsWithTheStepThatReachesIt() {
    Stretch stretch = new Stretch(Stretch.Length.of(Duration.ofSeconds(1)), () -> now);
    assertFalse(stepAfter(stretch, 400));
    assertFalse(stepAfter(stretch, 400));
    assertTrue(stepAfter(stretch, 400));
    assertEquals(3 / 1.2, stretch.perSecond(), 1e-9);
  }
}

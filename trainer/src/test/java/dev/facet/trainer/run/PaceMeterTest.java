package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceMeterTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void steps_areAveraged() {
    PaceMeter meter = new PaceMeter(30);
    meter.step(SECOND, 0, 0, 10);
    Pace pace = meter.step(2 * SECOND, SECOND, 4, 9);
    assertEquals(4, pace.epoch());
    assertEquals(20, pace.facesPerSecond(), 1e-9);
    assertEquals(1.0 / 3, pace.waited(), 1e-9);
    assertEquals(Duration.ofMillis(13_500), pace.left());
  }

  @Test
  void stepLongAgo_countsNoMore() {
    PaceMeter meter = new PaceMeter(30);
    meter.step(1000 * SECOND, 1000 * SECOND, 0, 100);
    Pace pace = meter.step(SECOND, 0, 0, 0);
    for (int i = 0; i < 19; i++) {
      pace = meter.step(SECOND, 0, 0, 0);
    }
    assertEquals(30, pace.facesPerSecond(), 1e-9);
    assertEquals(0, pace.waited());
  }
}

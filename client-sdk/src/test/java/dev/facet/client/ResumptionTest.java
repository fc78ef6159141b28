package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResumptionTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void pauses_growToASecond_andHalfOfEachIsDrawn() {
    Resumption resumption = resumption(5);
    resumption.answered(0);
    long[] longest = {100, 200, 400, 800, 1000, 1000};
    for (long millis : longest) {
      Duration pause = resumption.next(SECOND).orElseThrow();
      assertTrue(pause.toMillis() >= millis / 2 && pause.toMillis() < millis, pause::toString);
    }
    resumption.answered(2 * SECOND);
    assertTrue(resumption.next(2 * SECOND).orElseThrow().toMillis() < 100);
  }

  @Test
  void serverThatNeverAnswered_isTriedSoOftenAndNoMore() {
    Resumption resumption = resumption(3);
    resumption.waits(0);
    assertTrue(resumption.next(1).isPresent());
    assertTrue(resumption.next(2).isPresent());
    assertEquals(Optional.empty(), resumption.next(3));
  }

  @Test
  void serverThatAnswered_isTriedForAllOfThePatience() {
    Resumption resumption = resumption(3);
    resumption.answered(5 * SECOND);
    for (int i = 0; i < 100; i++) {
      assertTrue(resumption.next(15 * SECOND - 1).isPresent());
    }
    assertFalse(resumption.isOver(15 * SECOND - 1));
    assertTrue(resumption.isOver(15 * SECOND));
    assertEquals(Optional.empty(), resumption.next(15 * SECOND));
    assertEquals(Duration.ofSeconds(10), resumption.silence(15 * SECOND));
  }

  @Test
  void idleTime_isNoSilence() {
    Resumption resumption = resumption(3);
    resumption.answered(0);
    resumption.waits(60 * SECOND);
    assertTrue(resumption.next(61 * SECOND).isPresent());
  }

  @Test
  void oneAttempt_isNeverRepeated() {
    Resumption resumption = resumption(1);
    resumption.answered(0);
    assertEquals(Optional.empty(), resumption.next(1));
  }

  private static Resumption resumption(int maxAttempts) {
    return new Resumption(maxAttempts, Duration.ofSeconds(10), new SplittableRandom(1));
  }
}

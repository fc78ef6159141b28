package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final double EXACT = 1e-15;

  @Test
  void steps_fallAtTheirMilestones() {
    Schedule schedule = Schedule.steps(0.1, 0.1, 16_000, 24_000);
    assertEquals(0.1, schedule.rate(0), EXACT);
    assertEquals(0.1, schedule.rate(15_999), EXACT);
    assertEquals(0.01, schedule.rate(16_000), EXACT);
    assertEquals(0.001, schedule.rate(24_000), EXACT);
  }

  @Test
  void polynomial_fallsToItsEndAndStays() {
    Schedule schedule = Schedule.polynomial(0.5, 0.1, 2, 100);
    assertEquals(0.5, schedule.rate(0), EXACT);
    assertEquals(0.1 + 0.4 * 0.25, schedule.rate(50), EXACT);
    assertEquals(0.1, schedule.rate(100), EXACT);
    assertEquals(0.1, schedule.rate(1_000), EXACT);
  }

  @Test
  void cosine_isHalfwayInTheMiddle() {
    Schedule schedule = Schedule.cosine(1, 0, 300);
    assertEquals(1, schedule.rate(0), EXACT);
    assertEquals(0.75, schedule.rate(100), EXACT);
    assertEquals(0.5, schedule.rate(150), EXACT);
    assertEquals(0, schedule.rate(300), EXACT);
  }

  @Test
  void warmUp_risesToTheScheduleUnderIt() {
    Schedule schedule = Schedule.steps(0.2, 0.5, 10).warmedUp(4);
    assertEquals(0.05, schedule.rate(0), EXACT);
    assertEquals(0.15, schedule.rate(2), EXACT);
    assertEquals(0.2, schedule.rate(3), EXACT);
    assertEquals(0.2, schedule.rate(4), EXACT);
    assertEquals(0.1, schedule.rate(10), EXACT);
    assertEquals(0.2, Schedule.steps(0.2, 0.5).warmedUp(0).rate(0), EXACT);
  }

  @Test
  void numbersOutOfRange_areRefusedByName() {
    Exception refused =
        assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0.1, 0.2, 10));
    assertEquals("end: 0.2 (expected: 0 to 0.1)", refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0, 0, 10));
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0.1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.polynomial(0.1, 0, -1, 10));
    assertThrows(IllegalArgumentException.class, () -> Schedule.steps(0.1, 0.1, 5, 5));
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(1, 0, 9).warmedUp(-1));
  }
}

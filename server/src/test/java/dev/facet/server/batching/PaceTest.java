package dev.facet.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How fast items are found to leave. */
class PaceTest {
  private final Pace pace = new Pace(4, 1);

  @Test
  void nothingIsKnown_untilAsManyHaveLeftAsMakeAMean() {
    leave(true, 100, 110, 120, 130);
    assertEquals(0, pace.itemNanos());
    leave(true, 140);
    assertEquals(10, pace.itemNanos());
  }

  @Test
  void itemsThatLeaveTogether_countAsIfTheyLeftOneByOne() {
    leave(true, 0, 0, 40, 40, 80);
    assertEquals(20, pace.itemNanos());
  }

  @Test
  void eachMean_weighsAQuarter() {
    leave(true, 0, 10, 20, 30, 40);
    leave(true, 70, 100, 130, 160);
    assertEquals(15, pace.itemNanos());
  }

  @Test
  void timeInWhichThereWasRoom_doesNotCount() {
    leave(true, 0, 10);
    leave(false, 1_000);
    leave(true, 1_010, 1_020, 1_030, 1_040, 1_050);
    assertEquals(10, pace.itemNanos());
  }

  private void leave(boolean full, long... times) {
    for (long time : times) {
      pace.left(full, time);
    }
  }
}

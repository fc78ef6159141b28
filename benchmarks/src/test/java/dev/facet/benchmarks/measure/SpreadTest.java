package dev.facet.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void oddNumberOfValues_hasAMiddleOne() {
    assertEquals(new Spread(2, 1, 9), Spread.of(9, 1, 2));
  }

  @Test
  void evenNumberOfValues_hasAMeanOfTheMiddleTwo() {
    assertEquals(new Spread(3, 1, 9), Spread.of(9, 1, 4, 2));
  }
}

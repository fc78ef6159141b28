package dev.facet.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatcherOptionsTest {

  @Test
  void delay_isNoneByDefault() {
    assertEquals(new BatcherOptions(2, 16, Duration.ZERO), new BatcherOptions(2, 16));
  }

  @Test
  void valuesOutOfRange_areNamed() {
    assertRefused("workers: 0 (expected: 1 or more)", 0, 1, Duration.ZERO);
    assertRefused("maxBatchSize: -1 (expected: 1 or more)", 1, -1, Duration.ZERO);
    assertRefused("maxBatchDelay: PT-0.001S (expected: PT0S to PT1M)", 1, 1, Duration.ofMillis(-1));
    assertRefused("maxBatchDelay: PT1M1S (expected: PT0S to PT1M)", 1, 1, Duration.ofSeconds(61));
  }

  private static void assertRefused(String message, int workers, int size, Duration delay) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new BatcherOptions(workers, size, delay))
            .getMessage());
  }
}

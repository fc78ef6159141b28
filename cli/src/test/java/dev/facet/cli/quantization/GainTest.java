package dev.facet.cli.quantization;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GainTest {
  private static final Gain GAIN =
      new Gain(
          "some-pairs",
          Map.of("some-pairs-accuracy", 99.1),
          Map.of("some-pairs-accuracy", 98.8),
          99.1,
          98.8,
          new Throughput(500.4, 1000.6));

  @Test
  void lossAbove_isRefusedWithBothAccuracies() {
    LostAccuracyException e =
        assertThrows(LostAccuracyException.class, () -> GAIN.requireLossOfAtMost(0.2));
    assertEquals(
        "some-pairs: accuracy 98.80 % (expected: at least 98.90 %, which is 0.20 points below the"
            + " 99.10 % of the model; --max-loss allows more)",
        e.getMessage());
  }

  @Test
  void lossOfJustAsMuch_isAllowed() {
    assertDoesNotThrow(() -> GAIN.requireLossOfAtMost(0.3));
  }

  @Test
  void manifest_holdsBothMeasurements() {
    assertEquals(
        Map.of(
            "some-pairs-accuracy",
            98.8,
            "faces-per-cpu-second",
            1001.0,
            "before-quantization-some-pairs-accuracy",
            99.1,
            "before-quantization-faces-per-cpu-second",
            500.0),
        GAIN.measured());
  }
}

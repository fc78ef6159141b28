package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.TensorShape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParametersTest {

  private final Parameters parameters = new Parameters(ComputeDevice.CPU);

  @BeforeEach
  void addOne() {
    parameters.add("w", tensor(1, 2, 3, 4, 5, 6), Learning.DECAYED);
  }

  @AfterEach
  void close() {
    parameters.close();
  }

  @Test
  void values_areCopiedInAndOut() {
    FloatTensor value = tensor(6, 5, 4, 3, 2, 1);
    parameters.set("w", value);
    value.values()[0] = 99;
    FloatTensor read = parameters.value("w");
    assertEquals(TensorShape.of(2, 3), read.shape());
    assertArrayEquals(new float[] {6, 5, 4, 3, 2, 1}, read.values());
    read.values()[1] = 99;
    assertArrayEquals(new float[] {6, 5, 4, 3, 2, 1}, parameters.value("w").values());
    assertEquals(List.of("w"), parameters.names());
  }

  @Test
  void takenUnknownAndMisshapen_areRefusedByName() {
    FloatTensor flat = new FloatTensor(TensorShape.of(6), new float[6]);
    assertRefused(
        "parameter: w (expected: a name not taken)",
        () -> parameters.add("w", flat, Learning.NONE));
    assertRefused("parameter: v (expected: one that was added)", () -> parameters.value("v"));
    assertRefused("w: 6 (expected: 2x3)", () -> parameters.set("w", flat));
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  private static FloatTensor tensor(float... values) {
    return new FloatTensor(TensorShape.of(2, 3), values);
  }
}

package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeDeviceTest {

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu0", "gpu7", "gpu10", "gpu999"})
  void name_isReadAndWrittenBack(String name) {
    assertEquals(name, ComputeDevice.parse(name).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CPU", "cpu0", "gpu", "gpu-1", "gpu01", "gpu1000", " cpu", "tpu0"})
  void otherName_isRefused(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ComputeDevice.parse(name));
    assertEquals(
        "device: " + name + " (expected: cpu, or gpu and an index, such as gpu0)", e.getMessage());
  }

  @Test
  void indexOutOfRange_isRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new ComputeDevice(ComputeDevice.Kind.CPU, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new ComputeDevice(ComputeDevice.Kind.GPU, -1));
  }
}

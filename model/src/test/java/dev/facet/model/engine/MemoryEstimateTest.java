package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryEstimateTest {

  /** What the tiny model's operators give: two convolutions, each activated, and so on. */
  private static final long VALUES_OF_A_FACE =
      2 * 8 * 28 * 28 + 2 * 16 * 14 * 14 + 2 * 16 * 7 * 7 + 2 * TinyModel.DIMENSION;

  @Test
  void parametersOnce_andHalfTheActivationsOfEveryLane(@TempDir Path repository) throws Exception {
    ModelBundle bundle = TinyModel.write(repository, "face", 1, 1);
    long parameters = Files.size(bundle.params());
    long batches = 1 + 2 + 4;
    long lanes = Runtime.getRuntime().availableProcessors();

    assertEquals(
        parameters + lanes * batches * VALUES_OF_A_FACE * Float.BYTES / 2,
        MemoryEstimate.bytes(bundle, ComputeDevice.CPU));
    assertEquals(parameters, MemoryEstimate.bytes(bundle, ComputeDevice.parse("gpu0")));
  }
}

package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryEstimateTest {

  /** What the tiny model's operators give: two convolutions, each activated, and so on. */
  private static final long VALUES_OF_A_FACE =
      2 * 8 * 28 * 28 + 2 * 16 * 14 * 14 + 2 * 16 * 7 * 7 + 2 * TinyModel.DIMENSION;

  private static final long LANES = Runtime.getRuntime().availableProcessors();
  private static final long FACES_OF_A_LANE = 1 + 2 + 4;
  private static final long PLANS_OF_A_LANE = 3;
  private static final long ACTIVATIONS = LANES * FACES_OF_A_LANE * VALUES_OF_A_FACE * Float.BYTES;

  @Test
  void published_hasParametersOnce_andTwoFifthsOfTheActivationsOfEveryLane(@TempDir Path repository)
      throws Exception {
    ModelBundle bundle = TinyModel.write(repository, "face", 1, 1);

    assertEquals(
        Files.size(bundle.params()) + ACTIVATIONS * 2 / 5,
        MemoryEstimate.bytes(bundle, ComputeDevice.CPU, GraphPasses.NONE));
  }

  @Test
  void fused_hasParametersForEveryPlanToo_andFewActivations(@TempDir Path repository)
      throws Exception {
    ModelBundle bundle = TinyModel.write(repository, "face", 1, 1);

    assertEquals(
        Files.size(bundle.params()) * (1 + LANES * PLANS_OF_A_LANE) + ACTIVATIONS / 8,
        MemoryEstimate.bytes(bundle, ComputeDevice.CPU, GraphPasses.ALL));
  }

  @Test
  void onAGpu_hasParametersOnly(@TempDir Path repository) throws Exception {
    ModelBundle bundle = TinyModel.write(repository, "face", 1, 1);

    for (GraphPasses passes : List.of(GraphPasses.ALL, GraphPasses.NONE)) {
      assertEquals(
          Files.size(bundle.params()),
          MemoryEstimate.bytes(bundle, ComputeDevice.parse("gpu0"), passes));
    }
  }
}

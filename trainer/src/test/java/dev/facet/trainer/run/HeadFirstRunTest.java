package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.staging.StagedDirectory;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.trainer.data.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fine-tuning that warms the head up first. */
class HeadFirstRunTest {

  private static final String YAML =
      """
      output: DIR/run
      data: {people: DIR/faces, threads: 2}
      network: {start: DIR/models/student/1}
      head: {kind: cosface, scale: 16, margin: 0.1, center: {}}
      optimizer: {kind: adamw}
      schedule: {rate: 0.01}
      training: {batch-size: 10, steps: 8, head-first: 4}
      checkpoints: {every: 2, keep: 9}
      """;

  private final RunFiles files;
  private final ModelBundle student;
  private final Path run;

  HeadFirstRunTest(@TempDir Path directory) throws IOException {
    files = new RunFiles(directory);
    student = files.publish("student", 1);
    run = directory.resolve("run");
  }

  @Test
  void backbone_movesOnlyAfterTheHeadsSteps() throws Exception {
    TrainingRun.start(files.config(YAML), List.of());
    Map<String, FloatTensor> before = ParamsFile.readFloats(student.params());
    Map<String, FloatTensor> still = checkpoint(4);
    Map<String, FloatTensor> moved = checkpoint(6);
    before.forEach(
        (name, tensor) -> {
          String parameter = name.substring("arg:".length());
          assertArrayEquals(tensor.values(), values(still, parameter), name);
          // Gamma is fixed in this network.
          assertEquals(
              name.endsWith("gamma"),
              Arrays.equals(tensor.values(), values(moved, parameter)),
              name);
        });
    for (String name : List.of("head:weight", "head:centres")) {
      assertTrue(!Arrays.equals(values(checkpoint(2), name), values(still, name)), name);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void runThatLostItsEnd_isResumedBitForBit(int from) throws Exception {
    byte[] params = Files.readAllBytes(TrainingRun.start(files.config(YAML), List.of()).params());
    StagedDirectory.delete(run.resolve("model"));
    for (int step = from + 2; step <= 8; step += 2) {
      StagedDirectory.delete(run.resolve("checkpoints/step-" + step));
    }
    ModelBundle resumed = TrainingRun.resume(files.config(YAML), List.of());
    assertArrayEquals(params, Files.readAllBytes(resumed.params()));
  }

  @Test
  void asManyStepsAsTheEpochsHave_areRefused() {
    String yaml = YAML.replace("steps: 8, head-first: 4", "epochs: 2, head-first: 6");
    BadDataException refused =
        assertThrows(
            BadDataException.class, () -> TrainingRun.start(files.config(yaml), List.of()));
    String said = String.valueOf(refused.getMessage());
    assertTrue(
        said.endsWith("training.head-first: 6 (expected: below 6, the number of steps)"), said);
  }

  private Map<String, FloatTensor> checkpoint(int step) throws IOException {
    return ParamsFile.readFloats(
        run.resolve("checkpoints/step-" + step).resolve("parameters.params"));
  }

  private static float[] values(Map<String, FloatTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name).values();
  }
}

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on several devices, for which the processor stands. */
class ParallelRunTest {

  private static final String YAML =
      """
      output: DIR/run
      devices: [cpu, cpu]
      data: {people: DIR/faces, threads: 2}
      network: {start: DIR/models/student/1}
      head: {kind: cosface, scale: 16, margin: 0.1, center: {weight: 0.01}}
      distillation: {teacher: DIR/models/teacher/1, relational: 1}
      schedule: {rate: 0.05}
      training: {batch-size: 10, accumulation: 2, steps: 12}
      verification: {pairs: DIR/pairs.txt, images: DIR/faces, every: 5}
      checkpoints: {every: 5}
      """;

  private final RunFiles files;

  ParallelRunTest(@TempDir Path directory) throws IOException {
    files = new RunFiles(directory);
    files.publish("student", 1);
    files.publish("teacher", 2);
  }

  @Test
  void frozenStatistics_leadToTheWeightsOfOneDevice() throws Exception {
    String frozen = YAML.replace("student/1}", "student/1, statistics: frozen}");
    Map<String, FloatTensor> two = weights(run(frozen));
    String alone = frozen.replace("devices: [cpu, cpu]", "device: cpu");
    Map<String, FloatTensor> one = weights(run(alone.replace("DIR/run", "DIR/other")));
    assertEquals(one.keySet(), two.keySet());
    one.forEach(
        (name, tensor) -> {
          float[] values = Objects.requireNonNull(two.get(name), name).values();
          assertArrayEquals(tensor.values(), values, 1e-4f, name);
        });
  }

  @Test
  void runThatLostItsEnd_isResumedBitForBit() throws Exception {
    byte[] params = Files.readAllBytes(run(YAML).params());
    Path run = files.directory().resolve("run");
    StagedDirectory.delete(run.resolve("model"));
    StagedDirectory.delete(run.resolve("checkpoints/step-12"));
    ModelBundle resumed = TrainingRun.resume(files.config(YAML), List.of());
    assertArrayEquals(params, Files.readAllBytes(resumed.params()));
  }

  @Test
  void otherNumberOfDevices_isAnotherRecipe() throws Exception {
    run(YAML);
    String other = YAML.replace("devices: [cpu, cpu]", "device: cpu");
    BadDataException refused =
        assertThrows(
            BadDataException.class, () -> TrainingRun.resume(files.config(other), List.of()));
    assertTrue(String.valueOf(refused.getMessage()).contains("recipe"));
  }

  @Test
  void deviceThatIsNotThere_isRefusedByName() {
    String yaml = YAML.replace("[cpu, cpu]", "[cpu, gpu99]");
    IOException refused = assertThrows(IOException.class, () -> run(yaml));
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.startsWith("device: gpu99 (expected: "), said);
  }

  private ModelBundle run(String yaml) throws IOException, InterruptedException {
    return TrainingRun.start(files.config(yaml), List.of());
  }

  private static Map<String, FloatTensor> weights(ModelBundle bundle) throws IOException {
    return ParamsFile.readFloats(bundle.params());
  }
}

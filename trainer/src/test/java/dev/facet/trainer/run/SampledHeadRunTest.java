package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.staging.StagedDirectory;
import dev.facet.model.yaml.BadYamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training of which each step trains some of the classes only. Of six people. */
class SampledHeadRunTest {

  private static final String YAML =
      """
      output: DIR/run
      data: {people: DIR/faces, threads: 2}
      network: {start: DIR/models/student/1}
      head: {kind: cosface, scale: 16, margin: 0.1, center: {}, sample: 0.5}
      optimizer: {kind: sgd}
      schedule: {rate: 0.01}
      training: {batch-size: 2, steps: 8}
      checkpoints: {every: 2, keep: 9}
      """;

  private final RunFiles files;
  private final Path run;

  SampledHeadRunTest(@TempDir Path directory) throws IOException {
    files = new RunFiles(directory);
    files.publish("student", 1);
    run = directory.resolve("run");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: sgd   | devices: [cpu]
          kind: adamw | devices: [cpu]
          kind: sgd   | devices: [cpu, cpu]
          """)
  void runThatLostItsEnd_isResumedBitForBit(String optimizer, String devices) throws Exception {
    String yaml = devices + "\n" + YAML.replace("kind: sgd", optimizer);
    byte[] params = Files.readAllBytes(TrainingRun.start(files.config(yaml), List.of()).params());
    StagedDirectory.delete(run.resolve("model"));
    StagedDirectory.delete(run.resolve("checkpoints/step-8"));
    StagedDirectory.delete(run.resolve("checkpoints/step-6"));

    ModelBundle resumed = TrainingRun.resume(files.config(yaml), List.of());

    assertArrayEquals(params, Files.readAllBytes(resumed.params()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"devices: [cpu]", "devices: [cpu, cpu]"})
  void sampleOfAll_trainsAsWithout(String devices) throws Exception {
    byte[] whole = trained("whole", devices, "");
    byte[] sampled = trained("all", devices, ", sample: 0.9999");
    byte[] half = trained("half", devices, ", sample: 0.5");

    assertArrayEquals(whole, sampled);
    assertTrue(!Arrays.equals(whole, half));
  }

  private byte[] trained(String output, String devices, String sample) throws Exception {
    String yaml = YAML.replace("DIR/run", "DIR/" + output).replace(", sample: 0.5", sample);
    return Files.readAllBytes(
        TrainingRun.start(files.config(devices + "\n" + yaml), List.of()).params());
  }

  @Test
  void severalMicroBatches_areRefused() {
    assertEquals(
        run.resolveSibling("train.yaml")
            + ": training.accumulation: 2 (expected: 1 with head.sample below 1)",
        assertThrows(
                BadYamlException.class,
                () -> files.config(YAML.replace("steps: 8", "steps: 8, accumulation: 2")))
            .getMessage());
  }
}

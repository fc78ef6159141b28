package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.trainer.config.TrainingConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Two runs that would write into one directory. */
class OutputLockTest {

  private static final String YAML =
      """
      output: DIR/run
      data: {people: DIR/faces, threads: 2}
      network: {start: DIR/models/student/1}
      head: {kind: cosface, scale: 16, margin: 0.1}
      schedule: {kind: steps, rate: 0.05}
      training: {batch-size: 10, steps: STEPS}
      """;

  private final RunFiles files;

  OutputLockTest(@TempDir Path directory) throws IOException {
    files = new RunFiles(directory);
    files.publish("student", 1);
  }

  @Test
  void runOfAnotherProcess_keepsASecondOut_untilItIsKilled() throws Exception {
    String endless = YAML.replace("STEPS", "1000000");
    TrainingConfig config = files.config(endless);
    Process process = TrainingProcess.start(files.directory().resolve("train.yaml"));
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.equals(TrainingProcess.PREFIX + "step 1")) {
        line = out.readLine();
      }
      assertRefused(() -> TrainingRun.resume(config, List.of(), () -> true));
      assertRefused(() -> TrainingRun.start(config, List.of(), () -> true));
      process.toHandle().destroyForcibly();
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    assertTrue(Files.exists(files.directory().resolve("run/.lock")));
    ModelBundle trained = TrainingRun.start(files.config(YAML.replace("STEPS", "2")), List.of());
    assertEquals(files.directory().resolve("run/model"), trained.directory());
  }

  @Test
  void runOfThisProcess_keepsASecondOut_andGoesOn() throws Exception {
    TrainingConfig config = files.config(YAML.replace("STEPS", "2"));
    List<Long> refused = new ArrayList<>();
    TrainingRun.start(
        config,
        List.of(
            new TrainingListener() {
              @Override
              public void checkpointed(long stepsTaken) {
                assertRefused(() -> TrainingRun.resume(config, List.of(), () -> true));
                refused.add(stepsTaken);
              }
            }));
    assertFalse(refused.isEmpty());
    TrainingRun.resume(config, List.of());
  }

  private void assertRefused(Executable run) {
    FileSystemException refused = assertThrows(FileSystemException.class, run);
    assertEquals(
        files.directory().resolve("run")
            + ": another run is writing there (expected: waiting for its end, or another path)",
        refused.getMessage());
  }
}

package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed go on as if they had not been. */
class KilledRunTest {

  private static final String MODEL = "model/model-0000.params";

  @Test
  void runKilledAtSeveralPoints_endsWithTheWeightsOfOneThatWasNot(@TempDir Path directory)
      throws Exception {
    RunFiles files = new RunFiles(directory);
    files.publish("student", 1);
    files.publish("teacher", 2);

    Path undisturbed = config(directory, "undisturbed", "sgd");
    List<String> said = run(undisturbed, "never");
    assertEquals("finished 40", said.get(said.size() - 1));

    Path killed = config(directory, "killed", "sgd");
    List<Long> begun = new ArrayList<>();
    for (String deadly :
        List.of("step 3", "checkpoint 7", "step 12", "step 14", "verified 20", "step 28")) {
      begun.add(Long.valueOf(run(killed, deadly).get(0).substring("began ".length())));
    }
    // How far a process comes before the signal reaches it varies.
    assertEquals(begun.stream().sorted().toList(), begun);
    assertTrue(begun.stream().allMatch(steps -> steps % 7 == 0), () -> "begun at " + begun);
    assertTrue(begun.get(0) == 0 && begun.get(5) > 0, () -> "begun at " + begun);
    List<String> last = run(killed, "never");
    assertEquals("finished 40", last.get(last.size() - 1));

    assertArrayEquals(
        Files.readAllBytes(directory.resolve("undisturbed").resolve(MODEL)),
        Files.readAllBytes(directory.resolve("killed").resolve(MODEL)));
    assertArrayEquals(
        Files.readAllBytes(directory.resolve("undisturbed/model/model.yaml")),
        Files.readAllBytes(directory.resolve("killed/model/model.yaml")));
    try (Stream<Path> kept = Files.list(directory.resolve("killed/checkpoints"))) {
      assertEquals(2, kept.count());
    }
  }

  @Test
  void adamWAndDropout_goThroughAKillToo(@TempDir Path directory) throws Exception {
    RunFiles files = new RunFiles(directory);
    files.publishWithDropout("student", 1);
    files.publish("teacher", 2);
    run(config(directory, "undisturbed", "adamw"), "never");

    Path killed = config(directory, "killed", "adamw");
    run(killed, "step 17");
    List<String> said = run(killed, "never");

    assertTrue(Integer.parseInt(said.get(0).substring("began ".length())) >= 14, said::toString);
    assertArrayEquals(
        Files.readAllBytes(directory.resolve("undisturbed").resolve(MODEL)),
        Files.readAllBytes(directory.resolve("killed").resolve(MODEL)));
  }

  /**
   * Runs a process to its end, or kills it as soon as it says something.
   *
   * @return what it said
   */
  private static List<String> run(Path config, String deadly) throws Exception {
    List<String> said = new ArrayList<>();
    Process process = TrainingProcess.start(config);
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(TrainingProcess.PREFIX)) {
          said.add(line.substring(TrainingProcess.PREFIX.length()));
        }
        if (said.contains(deadly)) {
          // SIGKILL, where there are signals. Through the handle, which leaves the output open.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly();
    }
    int status = process.waitFor();
    assertTrue(status == 0 || said.contains(deadly), () -> status + " after " + said);
    return said;
  }

  private static Path config(Path directory, String output, String optimizer) throws IOException {
    String yaml =
        """
        seed: 3
        output: DIR/OUTPUT
        data: {people: DIR/faces, threads: 2}
        augmentation: {mirror: {}, crop: {shift: 0.1}, color: {}}
        network: {start: DIR/models/student/1}
        head: {kind: arcface, scale: 16, margin: 0.2, weight: 0.5, center: {}}
        distillation: {teacher: DIR/models/teacher/1, relational: 1}
        optimizer: {kind: OPTIMIZER}
        schedule: {kind: cosine, rate: 0.05, warm-up: 5}
        training: {batch-size: 8, accumulation: 2, steps: 40}
        verification: {pairs: DIR/pairs.txt, images: DIR/faces, every: 10}
        checkpoints: {every: 7, keep: 2}
        """
            .replace("DIR", directory.toString())
            .replace("OUTPUT", output)
            .replace("OPTIMIZER", optimizer);
    return Files.writeString(directory.resolve(output + ".yaml"), yaml);
  }
}

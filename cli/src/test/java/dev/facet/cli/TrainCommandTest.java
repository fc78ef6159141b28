package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains a tiny network on pictures of four people for six steps. */
class TrainCommandTest {
  private final Path directory;
  private final ModelBundle start;

  TrainCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    start = TinyModel.write(directory.resolve("models"), "face", 1, 1);
    for (int person = 0; person < 4; person++) {
      for (int photo = 1; photo <= 3; photo++) {
        String file = "P%d/P%d_%04d.jpg".formatted(person, person, photo);
        TestPhotos.png(directory.resolve("photos").resolve(file), 10 * person + photo);
      }
    }
    Files.writeString(directory.resolve("pairs.txt"), "1\nP0\t1\t2\nP1\t1\tP2\t1\n");
  }

  @Test
  void run_leavesTheNetworkAndItsCurves() throws IOException {
    CommandRun run = CommandRun.facet("train", "--config", config("run", ""));

    assertEquals(0, run.exit(), run.err());
    Path model = directory.resolve("run/model");
    assertEquals("trained    " + model + "\n", run.out());
    assertTrue(run.err().startsWith("6 steps of 4 faces; 12 photos of 4 people\n"), run.err());
    assertTrue(run.err().contains("\nstep 6 of 6, epoch 2  loss "), run.err());
    assertTrue(run.err().contains("\nstep 3: accuracy "), run.err());
    ModelBundle trained = ModelBundle.open(model);
    assertEquals(start.manifest().output(), trained.manifest().output());
    assertTrue(Files.exists(directory.resolve("run/curves.png")));
    List<String> metrics = Files.readAllLines(directory.resolve("run/metrics.csv"));
    assertEquals(1 + 6 + 2, metrics.size(), metrics::toString);
  }

  @Test
  void runThatLostItsEnd_isResumedToTheSameNetworkAndMetrics() throws IOException {
    Path config = config("run", "");
    assertEquals(0, CommandRun.facet("train", "--config", config).exit());
    String digest = ModelBundle.open(directory.resolve("run/model")).digest();
    List<String> losses = losses();
    delete(directory.resolve("run/model"));
    delete(directory.resolve("run/checkpoints/step-6"));
    delete(directory.resolve("run/checkpoints/step-4"));

    CommandRun run = CommandRun.facet("train", "--config", config, "--resume");

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.err().startsWith("6 steps of 4 faces, from step 2 on; "), run.err());
    assertEquals(digest, ModelBundle.open(directory.resolve("run/model")).digest());
    assertEquals(losses, losses());
  }

  @Test
  void finishedRun_isMeasuredAndPublished_andAgainWhenItIsResumed() throws IOException {
    Path models = directory.resolve("published");
    Path config =
        config("run", "publish: {name: small, models: %s, license: MIT}\n".formatted(models));

    CommandRun run = CommandRun.facet("train", "--config", config);

    assertEquals(0, run.exit(), run.err());
    List<String> said = run.out().lines().toList();
    assertEquals("trained    " + directory.resolve("run/model"), said.get(0));
    assertTrue(said.get(1).startsWith("measured   pairs-accuracy-at-best-threshold "), run.out());
    assertEquals("published  " + models.resolve("small/1"), said.get(said.size() - 1));
    ModelBundle published = ModelBundle.open(models.resolve("small/1"));
    assertEquals("MIT", published.manifest().about().license());
    assertArrayEquals(
        Files.readAllBytes(directory.resolve("run/model").resolve("model-0000.params")),
        Files.readAllBytes(published.params()));

    CommandRun again = CommandRun.facet("train", "--config", config, "--resume");
    assertEquals(0, again.exit(), again.err());
    assertTrue(again.out().contains("published  " + models.resolve("small/2")), again.out());
  }

  @Test
  void networkThatIsNotBetterThanTheLiveOne_staysInTheRunsDirectory() throws IOException {
    Path models = directory.resolve("published");
    String publish = "publish: {name: small, models: %s, if-better-than-live: true}\n";
    Path config = config("run", publish.formatted(models));
    assertEquals(0, CommandRun.facet("train", "--config", config).exit());

    CommandRun again = CommandRun.facet("train", "--config", config, "--resume");

    assertEquals(1, again.exit());
    assertTrue(again.err().contains("equal is not better"), again.err());
    assertEquals("trained    " + directory.resolve("run/model") + "\n", again.out());
    assertTrue(Files.notExists(models.resolve("small/2")));
  }

  @Test
  void outputThatHoldsARun_isRefusedWithoutResume() throws IOException {
    Path config = config("run", "");
    assertEquals(0, CommandRun.facet("train", "--config", config).exit());
    byte[] metrics = Files.readAllBytes(directory.resolve("run/metrics.csv"));

    CommandRun again = CommandRun.facet("train", "--config", config);

    assertEquals(1, again.exit());
    assertTrue(
        again.err().startsWith("facet: " + directory.resolve("run") + ": holds a run"),
        again.err());
    assertArrayEquals(metrics, Files.readAllBytes(directory.resolve("run/metrics.csv")));
  }

  @Test
  void mistakeInTheConfiguration_exitsWith2() throws IOException {
    CommandRun run = CommandRun.facet("train", "--config", config("run", "seeed: 1\n"));
    assertEquals(2, run.exit());
    assertTrue(run.err().contains("seeed"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void lossThatIsNotFinite_endsTheRunWithTheStepsFacts() throws IOException {
    CommandRun run =
        CommandRun.facet(
            "train", "--config", config("run", "optimizer: {kind: sgd, weight-decay: 1.0e+30}\n"));
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("facet: StepReport[step="), run.err());
  }

  /** Step and loss of each line of the metrics. */
  private List<String> losses() throws IOException {
    return Files.readAllLines(directory.resolve("run/metrics.csv")).stream()
        .map(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1)))
        .toList();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Path config(String output, String more) throws IOException {
    return Files.writeString(
        directory.resolve(output + ".yaml"),
        """
        output: %s
        data: {people: %s, threads: 1}
        network: {start: %s}
        head: {kind: cosface, scale: 16}
        schedule: {rate: 0.01}
        training: {batch-size: 4, steps: 6}
        verification: {pairs: %s, images: %s, every: 3}
        checkpoints: {every: 2, keep: 9}
        %s"""
            .formatted(
                directory.resolve(output),
                directory.resolve("photos"),
                start.directory(),
                directory.resolve("pairs.txt"),
                directory.resolve("photos"),
                more));
  }
}

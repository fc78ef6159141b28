package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code facet compare} with photos, and with a decision. */
class CompareDetectTest {
  private final Path models;
  private final Path ann;
  private final Path annAgain;
  private final Path none;
  private final RunningServer server;

  CompareDetectTest(@TempDir Path directory) throws IOException {
    models = directory.resolve("models");
    TinyModel.write(models, "face", 1, 1);
    new ModelRepository(models)
        .setMeasured(
            "face", 1, Map.of("calibration-pairs", 10_000.0, "threshold-at-far-1e-2", 0.5));
    new SpotDetector(SpotPhotos.SIDE).publish(models, "spots", 1);
    ann = new SpotPhotos().with(24, 40, 1).write(directory.resolve("ann.png"));
    annAgain = new SpotPhotos().with(152, 136, 1).write(directory.resolve("again.png"));
    none = new SpotPhotos().write(directory.resolve("none.png"));
    server = RunningServer.of(models);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void facesOfPhotos_areFoundAndCompared() {
    CommandRun run = compare(ann, annAgain, "--detect", "--server", server.address());

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().startsWith("cosine similarity   1.0000\n"), run.out());
    assertTrue(run.out().contains("\nmodel               face version 1\n"), run.out());
    assertTrue(run.out().contains("\nfirst face          box 24,40 64x64, score 0.99"), run.out());
    assertTrue(
        run.out().contains("\nsecond face         box 152,136 64x64, score 0.99"), run.out());
    assertTrue(!run.out().contains("same person"), run.out());
  }

  @Test
  void modelOfThisProcess_findsTheSame() {
    CommandRun remote = compare(ann, annAgain, "--detect", "--server", server.address());
    CommandRun local =
        compare(
            ann,
            annAgain,
            "--detect",
            "--model",
            models + "/face",
            "--detector",
            models + "/spots");

    assertEquals(0, local.exit(), local.err());
    List<String> facts = new ArrayList<>(remote.out().lines().toList());
    facts.removeIf(line -> line.startsWith("FAR"));
    assertEquals(facts, local.out().lines().toList());
  }

  @Test
  void threshold_decides() {
    CommandRun yes = compare(ann, annAgain, "--detect", "--threshold", "0.9");
    assertTrue(yes.out().contains("\nsame person         yes: threshold 0.9000"), yes.out());
    CommandRun no = compare(ann, none, "--threshold", "0.9999");
    assertEquals(0, no.exit(), no.err());
    assertTrue(no.out().contains("\nsame person         no: threshold 0.9999"), no.out());
  }

  @Test
  void falseAcceptRate_decidesByTheCalibration() {
    CommandRun run = compare(ann, annAgain, "--detect", "--max-far", "0.01");

    assertEquals(0, run.exit(), run.err());
    assertTrue(
        run.out().contains("\nsame person         yes: threshold 0.5000, FAR 0.010\n"), run.out());
    CommandRun beyond = compare(ann, annAgain, "--detect", "--max-far", "0.0001");
    assertEquals(1, beyond.exit());
    assertTrue(beyond.err().startsWith("facet: "), beyond.err());
  }

  @Test
  void photoWithoutAFace_fails() {
    CommandRun run = compare(ann, none, "--detect");
    assertEquals(1, run.exit());
    assertEquals("", run.out());
    assertTrue(run.err().contains("second.image: no face found"), run.err());
  }

  @Test
  void missingFileAndServer_failWithOneLine() {
    CommandRun missing = compare(ann, Path.of("none.png"), "--detect");
    assertEquals(1, missing.exit());
    assertEquals("facet: none.png: no such file\n", missing.err());
    CommandRun nobody = CommandRun.facet("compare", ann, ann, "--server", "localhost:1");
    assertEquals(1, nobody.exit());
    assertTrue(nobody.err().startsWith("facet: localhost:1: cannot be reached"), nobody.err());
  }

  @Test
  void contradictions_areWrongCalls() {
    for (String options :
        List.of(
            "--threshold 0.5 --max-far 0.1",
            "--threshold 2",
            "--max-far 0",
            "--detect --select all",
            "--threshold 0.5 --model " + models + "/face",
            "--detect --detector " + models + "/spots")) {
      List<Object> all = new ArrayList<>(List.of("compare", ann, annAgain));
      all.addAll(List.of((Object[]) options.split(" ", -1)));
      CommandRun run = CommandRun.facet(all.toArray());
      assertEquals(2, run.exit(), options + run.err());
    }
  }

  /** By the server of this test unless there is another in the options. */
  private CommandRun compare(Path first, Path second, Object... options) {
    List<Object> all = new ArrayList<>(List.of("compare", first, second));
    all.addAll(List.of(options));
    if (!all.contains("--server") && !all.contains("--model")) {
      all.addAll(List.of("--server", server.address()));
    }
    return CommandRun.facet(all.toArray());
  }
}

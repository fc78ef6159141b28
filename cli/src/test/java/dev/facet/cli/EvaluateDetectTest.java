package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each person's face is one red square, at another place in each photo. */
class EvaluateDetectTest {
  private final Path directory;
  private final Path models;
  private final Path pairs;

  EvaluateDetectTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    models = directory.resolve("models");
    TinyModel.write(models, "face", 1, 1);
    new SpotDetector(SpotPhotos.SIDE).publish(models, "spots", 1);
    for (int person = 0; person < 3; person++) {
      new SpotPhotos().with(88, 104, person).write(photo(person, 1));
      new SpotPhotos().with(104 + 16 * person, 88, person).write(photo(person, 2));
    }
    pairs =
        Files.writeString(
            directory.resolve("pairs.txt"),
            """
            2
            P0 1 2
            P1 1 2
            P0 1 P1 1
            P1 2 P2 1
            """);
  }

  private Path photo(int person, int number) {
    return directory.resolve("photos/P%d/P%d_000%d.jpg".formatted(person, person, number));
  }

  @Test
  void facesOfPhotos_areFoundAndCompared() {
    CommandRun run = locally();

    assertEquals(0, run.exit(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("accuracy, best   1.0000 at threshold 0."), run.out());
    assertTrue(
        run.out().contains("without a face   0 photos, 0 pairs, which count as errors\n"),
        run.out());
  }

  @Test
  void server_givesTheSameReport() throws IOException {
    Files.delete(photo(2, 1));
    new SpotPhotos().write(photo(2, 1));
    CommandRun local = locally();
    try (RunningServer server = RunningServer.of(models)) {
      CommandRun remote = evaluate("--detect", "--server", server.address());
      assertEquals(0, remote.exit(), remote.err());
      assertEquals(local.out(), remote.out());
      assertEquals(local.err(), remote.err());
    }
  }

  @Test
  void photoWithoutAFace_isNamedAndItsPairsAreErrorsAtEveryThreshold() throws IOException {
    new SpotPhotos().write(photo(0, 1));
    Path output = directory.resolve("report");

    CommandRun run = locally("--threshold", "1.5", "--output", output.toString());

    assertEquals(0, run.exit(), run.err());
    assertEquals("facet: " + photo(0, 1) + ": no face found\n", run.err());
    assertTrue(run.out().contains("without a face   1 photos, 2 pairs, "), run.out());
    assertTrue(run.out().contains("accuracy, best   0.5000 at threshold 0."), run.out());
    // Nothing is above 1, and yet one pair of two people is counted as accepted.
    assertTrue(run.out().contains("accuracy, given  0.2500 at threshold 1.5000\n"), run.out());
    JsonNode report = new ObjectMapper().readTree(output.resolve("report.json").toFile());
    assertEquals(1, report.at("/without-face/photos").asInt());
    assertEquals(2, report.at("/without-face/pairs").asInt());
  }

  @Test
  void ofSeveralFaces_theCentralOneIsMeantUnlessTheOptionSaysOtherwise() throws IOException {
    // Its score is higher, since it has no mark.
    new SpotPhotos().with(104, 88, 0).with(8, 184).write(photo(0, 2));

    assertTrue(locally().out().contains("accuracy, best   1.0000"));
    assertEquals(locally().out(), locally("--select", "central").out());
    CommandRun largest = locally("--select", "largest");
    assertEquals(0, largest.exit(), largest.err());
    assertTrue(!largest.out().equals(locally().out()), largest.out());
  }

  @Test
  void photosWithoutAnyFace_areNoReport() throws IOException {
    for (int person = 0; person < 3; person++) {
      new SpotPhotos().write(photo(person, 1));
      new SpotPhotos().write(photo(person, 2));
    }
    CommandRun run = locally();
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("no face found in any photo"), run.err());
  }

  @Test
  void frameWithoutAFace_isLeftOutOfItsVideo() throws IOException {
    for (int video = 0; video < 2; video++) {
      Path frames = directory.resolve("photos/V/" + video);
      new SpotPhotos().with(88, 104, video).write(frames.resolve("0.png"));
      new SpotPhotos().write(frames.resolve("1.png"));
    }
    Files.writeString(
        pairs, "fold, pair, first, second, same:\n1, 1, V/0, V/0, 1\n1, 2, V/0, V/1, 0\n");

    CommandRun run = locally();

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("without a face   2 photos, 0 pairs, "), run.out());
    assertTrue(run.out().contains("accuracy, best   1.0000"), run.out());
  }

  @Test
  void contradictions_areWrongCalls() throws IOException {
    Path points = Files.writeString(directory.resolve("points.txt"), "");
    for (List<String> options :
        List.of(
            List.of("--detect", "--model", models + "/face"),
            List.of("--detect", "--detector", models + "/spots"),
            List.of("--select", "central"),
            List.of("--detect", "--select", "all"),
            List.of("--detect", "--min-score", "2"),
            List.of("--detect", "--landmarks", points.toString()))) {
      CommandRun run = evaluate(options.toArray(String[]::new));
      assertEquals(2, run.exit(), options + run.err());
    }
  }

  private CommandRun locally(String... options) {
    List<String> all = new ArrayList<>(List.of("--detect", "--model", models + "/face"));
    all.addAll(List.of("--detector", models + "/spots"));
    all.addAll(List.of(options));
    return evaluate(all.toArray(String[]::new));
  }

  private CommandRun evaluate(String... options) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--pairs", pairs.toString()));
    all.addAll(List.of("--images", directory + "/photos"));
    all.addAll(List.of(options));
    return CommandRun.facet(all.toArray());
  }
}

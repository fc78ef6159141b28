package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three photos a person, which are one picture. */
class EvaluateClusteringCommandTest {
  private final Path directory;

  EvaluateClusteringCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    TinyModel.write(directory.resolve("models"), "face", 1, 1);
    for (int person = 0; person < 4; person++) {
      for (int photo = 1; photo <= 3; photo++) {
        TestPhotos.png(
            directory.resolve("photos/P%d/P%d_000%d.png".formatted(person, person, photo)), person);
      }
    }
  }

  @Test
  void picturesOfOnePerson_areOneClusterByEveryAlgorithm() {
    CommandRun run = cluster("--threshold", "0.9999");

    assertEquals(0, run.exit(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("model   face version 1\n"), run.out());
    assertTrue(run.out().contains("photos  12 of 4 people\n"), run.out());
    for (String algorithm :
        List.of("chinese-whispers", "dbscan", "average", "complete", "single")) {
      String row =
          "%-16s  0.9999 given  4         1.0000   1.0000  1.0000  1.0000    1.0000  1.0000\n"
              .formatted(algorithm);
      assertTrue(run.out().contains(row), run.out());
    }
  }

  @Test
  void minPointsAboveAPersonsPhotos_leaveAllAlone() {
    CommandRun run = cluster("--algorithm", "dbscan", "--min-points", "4", "--threshold", "0.9999");
    assertTrue(
        run.out()
            .contains(
                "dbscan     0.9999 given  12        1.0000   0.0000  0.0000  1.0000    0.3333"),
        run.out());
  }

  @Test
  void output_holdsReportCurvesAndPlot() throws IOException {
    Path output = directory.resolve("report");

    CommandRun run =
        cluster("--algorithm", "average,single", "--threshold", "1", "--output", output.toString());

    assertEquals(0, run.exit(), run.err());
    JsonNode report = new ObjectMapper().readTree(output.resolve("report.json").toFile());
    assertEquals(12, report.at("/photos").asInt());
    assertEquals(4, report.at("/people").asInt());
    assertEquals(2, report.at("/algorithms").size());
    assertEquals(1, report.at("/algorithms/average/given/threshold").asDouble());
    assertTrue(report.at("/algorithms/single/best/b-cubed/f").asDouble() > 0.3, run.out());
    assertTrue(report.at("/algorithms/single/best/pairs/recall").asDouble() > 0.9, run.out());
    List<String> csv = Files.readAllLines(output.resolve("clustering.csv"));
    assertEquals(1 + 2 * 41, csv.size());
    assertTrue(csv.get(1).startsWith("average,0.1,"), csv.get(1));
    assertTrue(csv.get(82).startsWith("single,0.9,"), csv.get(82));
    assertEquals(600, ImageIO.read(output.resolve("clustering.png").toFile()).getHeight());
  }

  @Test
  void brokenPhoto_failsAndIsNamed() throws IOException {
    Files.writeString(directory.resolve("photos/P1/P1_0002.png"), "no image");
    CommandRun run = cluster();
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("P1_0002.png"), run.err());
    assertEquals("", run.out());
  }

  private CommandRun cluster(String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "evaluate",
                "clustering",
                "--images",
                directory + "/photos",
                "--model",
                directory + "/models/face/1"));
    all.addAll(List.of(options));
    return CommandRun.facet(all.toArray());
  }
}

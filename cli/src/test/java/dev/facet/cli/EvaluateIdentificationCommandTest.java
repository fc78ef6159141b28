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

/** Each person's photos are one picture, so that a person is found at the cosine 1. */
class EvaluateIdentificationCommandTest {
  private static final int PEOPLE = 20;

  private final Path directory;

  EvaluateIdentificationCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    TinyModel.write(directory.resolve("models"), "face", 1, 1);
    for (int person = 0; person < PEOPLE; person++) {
      for (int photo = 1; photo <= 2; photo++) {
        TestPhotos.png(photo(person, photo), person);
      }
    }
  }

  private Path photo(int person, int photo) {
    return directory.resolve("photos/P%d/P%d_000%d.png".formatted(person, person, photo));
  }

  @Test
  void peopleWhoseProbesAreTheirGalleryPhotos_areFound() {
    CommandRun run = identify();

    assertEquals(0, run.exit(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("model              face version 1\n"), run.out());
    assertTrue(run.out().contains("gallery            10 people\n"), run.out());
    assertTrue(run.out().contains("probes             10 of them, 20 of strangers\n"), run.out());
    assertTrue(run.out().contains("rank 1             1.0000\n"), run.out());
    assertTrue(run.out().contains("rank 5             1.0000\n"), run.out());
    assertTrue(run.out().contains("TPIR at FPIR 1e-1  1.0000 at threshold 0."), run.out());
    assertTrue(
        run.out().contains("TPIR at FPIR 1e-2  not shown by fewer than 100 strangers\n"),
        run.out());
  }

  @Test
  void photosOfOthers_areNotFoundAtRankOne() throws IOException {
    for (int person = 0; person < PEOPLE; person++) {
      TestPhotos.png(photo(person, 2), PEOPLE + person);
    }
    CommandRun run = identify("--enrolled", "100%");
    assertTrue(run.out().contains("gallery            20 people\n"), run.out());
    assertTrue(!run.out().contains("rank 1             1.0000\n"), run.out());
    assertTrue(
        run.out().contains("TPIR at FPIR 1e-1  not shown by fewer than 10 strangers\n"), run.out());
  }

  @Test
  void peopleOfAList_areLeftOut() throws IOException {
    Path list = Files.writeString(directory.resolve("trained-on.txt"), "2\nP3\t2\nP7\t2\n");
    CommandRun run = identify("--without", list.toString(), "--enrolled", "1");
    assertTrue(run.out().contains("gallery            18 people\n"), run.out());
  }

  @Test
  void server_givesTheSameReport() throws IOException {
    try (RunningServer server = RunningServer.of(directory.resolve("models"))) {
      CommandRun remote =
          CommandRun.facet(
              "evaluate",
              "identification",
              "--images",
              directory.resolve("photos"),
              "--server",
              server.address());
      assertEquals(identify().out(), remote.out());
    }
  }

  @Test
  void output_holdsReportCurvesAndPlots() throws IOException {
    Path output = directory.resolve("reports/first");

    CommandRun run = identify("--output", output.toString());

    assertEquals(0, run.exit(), run.err());
    JsonNode report = new ObjectMapper().readTree(output.resolve("report.json").toFile());
    assertEquals("face", report.at("/model/name").asText());
    assertEquals(10, report.at("/gallery/people").asInt());
    assertEquals(10, report.at("/probes/of-the-gallery").asInt());
    assertEquals(20, report.at("/probes/of-strangers").asInt());
    assertEquals(1.0, report.at("/rank-1").asDouble());
    assertEquals(1.0, report.at("/tpir-at-fpir-1e-1/tpir").asDouble());
    assertTrue(report.at("/tpir-at-fpir-1e-3").isMissingNode());
    List<String> cmc = Files.readAllLines(output.resolve("cmc.csv"));
    assertEquals("rank,identification-rate", cmc.get(0));
    assertEquals("10,1.0", cmc.get(10));
    List<String> openSet = Files.readAllLines(output.resolve("open-set.csv"));
    assertEquals("threshold,fpir,tpir", openSet.get(0));
    assertTrue(openSet.get(openSet.size() - 1).endsWith(",1.0,1.0"), openSet.toString());
    for (String plot : List.of("cmc.png", "open-set.png")) {
      assertEquals(900, ImageIO.read(output.resolve(plot).toFile()).getWidth());
    }
  }

  @Test
  void galleryOfAllPhotos_failsAndSaysWhy() {
    CommandRun run = identify("--gallery-photos", "2");
    assertEquals(1, run.exit());
    assertTrue(run.err().startsWith("facet: nobody to look for: "), run.err());
  }

  @Test
  void optionsOfTheCommandAbove_areRefused() {
    CommandRun run =
        CommandRun.facet(
            "evaluate",
            "--model",
            directory.resolve("models/face/1"),
            "identification",
            "--images",
            directory.resolve("photos"));
    assertEquals(2, run.exit());
    assertTrue(run.err().startsWith("options before identification"), run.err());
  }

  private CommandRun identify(String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "evaluate",
                "identification",
                "--images",
                directory + "/photos",
                "--model",
                directory + "/models/face/1"));
    all.addAll(List.of(options));
    return CommandRun.facet(all.toArray());
  }
}

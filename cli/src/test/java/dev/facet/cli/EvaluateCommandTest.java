package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.fixture.TinyModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each person's photos are one picture, so that pairs of one person have the cosine 1. */
class EvaluateCommandTest {
  private final Path directory;
  private final Path pairs;

  EvaluateCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    TinyModel.write(directory.resolve("models"), "face", 1, 1);
    for (int person = 0; person < 3; person++) {
      String name = "P" + person;
      TestPhotos.png(directory.resolve("photos/%s/%s_0001.jpg".formatted(name, name)), person);
      TestPhotos.png(directory.resolve("photos/%s/%s_0002.jpg".formatted(name, name)), person);
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

  @Test
  void separablePairs_areJudgedRight() {
    CommandRun run = evaluate();

    assertEquals(0, run.exit(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("model            face version 1\n"), run.out());
    assertTrue(run.out().contains("pairs            2 of one person, 2 of two\n"), run.out());
    assertTrue(run.out().contains("accuracy, best   1.0000 at threshold "), run.out());
    assertTrue(run.out().contains("TAR at FAR 1e-3  1.0000\n"), run.out());
    assertTrue(run.out().contains("AUC              1.00000\n"), run.out());
    assertTrue(!run.out().contains("given"), run.out());
    assertTrue(!run.out().contains("folds"), run.out());
  }

  @Test
  void givenThreshold_isJudgedToo() {
    CommandRun run = evaluate("--threshold", "-1");
    assertTrue(run.out().contains("accuracy, given  0.5000 at threshold -1.0000\n"), run.out());
  }

  @Test
  void thresholdFromAnotherList_liesMidwayBetweenItsPairs() throws IOException {
    Path others = Files.writeString(directory.resolve("others.txt"), "1\nP2 1 2\nP0 1 P2 1\n");

    CommandRun run = evaluate("--threshold-from", others.toString());

    assertEquals(0, run.exit(), run.err());
    double midway = (1 + cosine("P0/P0_0001.jpg", "P2/P2_0001.jpg")) / 2;
    assertEquals(midway, number(run.out(), "accuracy, given  .* at threshold (\\S+)"), 1e-4);
  }

  @Test
  void listWithFolds_isCrossValidated() throws IOException {
    Files.writeString(pairs, "2 1\nP0 1 2\nP0 1 P1 1\nP1 1 2\nP1 1 P2 1\n");
    CommandRun run = evaluate();
    assertTrue(run.out().contains("accuracy, folds  1.0000 +- 0.0000\n"), run.out());
  }

  @Test
  void video_isTheMeanOfItsFrames() throws IOException {
    for (int video = 0; video < 2; video++) {
      for (int frame = 0; frame < 4; frame++) {
        int seed = 10 * video + frame;
        TestPhotos.png(directory.resolve("photos/V/%d/%d.png".formatted(video, frame)), seed);
      }
    }
    Files.writeString(
        pairs, "fold, pair, first, second, same:\n1, 1, V/0, V/0, 1\n1, 2, V/0, V/1, 0\n");

    CommandRun run = evaluate("--frames", "2");

    assertEquals(0, run.exit(), run.err());
    // The first and the third frame of each; of a sum of two unit vectors the square is 2 + 2 c.
    double sum = 0;
    for (String frame : List.of("V/0/0.png", "V/0/2.png")) {
      sum += cosine(frame, "V/1/0.png") + cosine(frame, "V/1/2.png");
    }
    double norms =
        Math.sqrt(2 + 2 * cosine("V/0/0.png", "V/0/2.png"))
            * Math.sqrt(2 + 2 * cosine("V/1/0.png", "V/1/2.png"));
    double midway = (1 + sum / norms) / 2;
    assertEquals(midway, number(run.out(), "accuracy, best .* at threshold (\\S+)"), 2e-4);
  }

  @Test
  void videoWithoutFrames_andNoFramesAtAll_areRefused() throws IOException {
    Files.writeString(pairs, "fold, pair, first, second, same:\n1, 1, P0/1, P0/2, 1\n");

    CommandRun missing = evaluate();
    CommandRun none = evaluate("--frames", "0");

    assertEquals(1, missing.exit());
    assertTrue(missing.err().contains("P0/1: no photos (expected: a directory"), missing.err());
    assertEquals(2, none.exit());
    assertTrue(none.err().contains("--frames: 0 (expected: 1 or more)"), none.err());
  }

  @Test
  void server_givesTheSameReport() throws IOException {
    CommandRun local = evaluate();
    try (RunningServer server = RunningServer.of(directory.resolve("models"))) {
      CommandRun remote =
          CommandRun.facet(
              "evaluate",
              "--pairs",
              pairs.toString(),
              "--images",
              directory + "/photos",
              "--server",
              server.address());
      assertEquals(local.out(), remote.out());
    }
  }

  @Test
  void output_holdsReportCurveAndPlot() throws IOException {
    Path output = directory.resolve("reports/first");

    CommandRun run = evaluate("--threshold", "0.5", "--output", output.toString());

    assertEquals(0, run.exit(), run.err());
    JsonNode report = new ObjectMapper().readTree(output.resolve("report.json").toFile());
    assertEquals("face", report.at("/model/name").asText());
    assertEquals(2, report.at("/pairs/same").asInt());
    assertEquals(1.0, report.at("/best/accuracy").asDouble());
    assertEquals(0.5, report.at("/given/threshold").asDouble());
    assertEquals(1.0, report.at("/auc").asDouble());
    List<String> csv = Files.readAllLines(output.resolve("roc.csv"));
    assertEquals("threshold,false-accept-rate,true-accept-rate,accuracy", csv.get(0));
    assertTrue(csv.stream().anyMatch(line -> line.endsWith(",0.0,1.0,1.0")), csv.toString());
    assertTrue(csv.get(csv.size() - 1).endsWith(",1.0,1.0,0.5"), csv.toString());
    BufferedImage plot = ImageIO.read(output.resolve("roc.png").toFile());
    assertEquals(900, plot.getWidth());
    assertEquals(600, plot.getHeight());
  }

  @Test
  void missingPhoto_failsAndIsNamed() throws IOException {
    Files.delete(directory.resolve("photos/P1/P1_0002.jpg"));
    CommandRun run = evaluate();
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("P1_0002.jpg"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void brokenList_failsWithItsLine() throws IOException {
    Files.writeString(pairs, "1\nP0 1\n");
    CommandRun run = evaluate();
    assertEquals(1, run.exit());
    assertTrue(run.err().startsWith("facet: " + pairs + ":2: "), run.err());
  }

  private double cosine(String first, String second) {
    CommandRun run =
        CommandRun.facet(
            "compare",
            directory.resolve("photos").resolve(first),
            directory.resolve("photos").resolve(second),
            "--model",
            directory.resolve("models/face/1"));
    return number(run.out(), "cosine similarity   (\\S+)");
  }

  private static double number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), text);
    return Double.parseDouble(matcher.group(1));
  }

  private CommandRun evaluate(String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--pairs",
                pairs.toString(),
                "--images",
                directory + "/photos",
                "--model",
                directory + "/models/face/1"));
    all.addAll(List.of(options));
    return CommandRun.facet(all.toArray());
  }
}

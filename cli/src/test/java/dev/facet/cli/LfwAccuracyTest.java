package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.fixture.SharedData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole chain on real photos: a published model imported without options, the real server, a
 * stream of photos with landmarks. A mistake in colour, alignment or resampling shows at once: BGR
 * loses half a point, unaligned faces lose three.
 */
class LfwAccuracyTest {
  /** The reference, measured by other code, is 0.988. */
  private static final double REQUIRED_ACCURACY = 0.986;

  @Test
  void importedModel_verifiesUnseenPeopleThroughTheServer(@TempDir Path directory)
      throws Exception {
    Path published = SharedData.require("models/mobileface-v2");
    Path lfw = SharedData.require("data/lfw");
    Path models = directory.resolve("models");
    CommandRun added =
        CommandRun.facet("models", "add", published, "--name", "mobileface", "--models", models);
    assertEquals(0, added.exit(), added.err());

    CommandRun run;
    try (RunningServer server = RunningServer.of(models)) {
      run =
          CommandRun.facet(
              "evaluate",
              "--pairs",
              lfw.resolve("pairsDevTest.txt"),
              "--threshold-from",
              lfw.resolve("pairsDevTrain.txt"),
              "--images",
              lfw.resolve("images"),
              "--landmarks",
              lfw.resolve("landmarks.txt"),
              "--server",
              server.address(),
              "--output",
              directory.resolve("report"));
    }

    assertEquals(0, run.exit(), run.err());
    JsonNode report = new ObjectMapper().readTree(directory.resolve("report/report.json").toFile());
    assertEquals(1000, report.at("/pairs/same").asInt() + report.at("/pairs/different").asInt());
    double accuracy = report.at("/given/accuracy").asDouble();
    assertTrue(accuracy >= REQUIRED_ACCURACY, "accuracy " + accuracy);
  }
}

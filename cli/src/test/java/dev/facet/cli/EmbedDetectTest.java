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

/** {@code facet embed --detect}. */
class EmbedDetectTest {
  private static final double TOLERANCE = 1e-3;

  private final Path directory;
  private final Path models;
  private final Path two;
  private final Path none;

  EmbedDetectTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    models = directory.resolve("models");
    TinyModel.write(models, "face", 1, 1);
    new SpotDetector(SpotPhotos.SIDE).publish(models, "spots", 1);
    two = new SpotPhotos().with(24, 40).with(152, 136, 1).write(directory.resolve("two.png"));
    none = new SpotPhotos().write(directory.resolve("none.png"));
  }

  @Test
  void eachFace_isAnObjectWithItsBox() throws IOException {
    CommandRun run = locally(two);

    assertEquals(0, run.exit(), run.err());
    JsonNode faces = new ObjectMapper().readTree(run.out());
    assertEquals(2, faces.size(), run.out());
    assertEquals(two + "#0", faces.at("/0/file").asText());
    assertEquals(two + "#1", faces.at("/1/file").asText());
    // Without a mark the square is redder, so its score is higher.
    assertEquals(24, faces.at("/0/box/left").asDouble(), TOLERANCE);
    assertEquals(40, faces.at("/0/box/top").asDouble(), TOLERANCE);
    assertEquals(64, faces.at("/0/box/width").asDouble(), TOLERANCE);
    assertEquals(64, faces.at("/0/box/height").asDouble(), TOLERANCE);
    assertEquals(152, faces.at("/1/box/left").asDouble(), TOLERANCE);
    assertTrue(faces.at("/0/score").asDouble() > faces.at("/1/score").asDouble());
    assertEquals(TinyModel.DIMENSION, faces.at("/1/embedding").size());
  }

  @Test
  void server_findsTheSameFaces() throws IOException {
    JsonNode local = new ObjectMapper().readTree(locally(two).out());
    try (RunningServer server = RunningServer.of(models)) {
      CommandRun run = embed(two, "--detect", "--server", server.address());

      assertEquals(0, run.exit(), run.err());
      JsonNode remote = new ObjectMapper().readTree(run.out());
      assertEquals(2, remote.size());
      for (int i = 0; i < 2; i++) {
        for (String part : List.of("/file", "/box", "/score", "/model")) {
          assertEquals(local.at("/" + i + part), remote.at("/" + i + part));
        }
      }
    }
  }

  @Test
  void photoWithoutAFace_failsAlone() throws IOException {
    try (RunningServer server = RunningServer.of(models)) {
      for (List<Object> by :
          List.of(
              List.<Object>of("--model", models + "/face", "--detector", models + "/spots"),
              List.<Object>of("--server", server.address()))) {
        List<Object> arguments = new ArrayList<>(List.of(none, two, "--detect"));
        arguments.addAll(by);
        CommandRun run = embed(arguments.toArray());

        assertEquals(1, run.exit());
        assertEquals("facet: " + none + ": no face found\n", run.err());
        JsonNode faces = new ObjectMapper().readTree(run.out());
        assertEquals(3, faces.size());
        assertEquals(none.toString(), faces.at("/0/file").asText());
        assertEquals("no face found", faces.at("/0/error").asText());
      }
    }
  }

  @Test
  void csvAndNpy_haveARowAFace() throws IOException {
    List<String> csv = locally(two, "--format", "csv").out().lines().toList();
    assertEquals(3, csv.size());
    assertTrue(csv.get(2).startsWith(two + "#1,"), csv.get(2));

    Path npy = directory.resolve("faces.npy");
    assertEquals(0, locally(two, "--format", "npy", "--output", npy).exit());
    assertEquals(128 + 2 * TinyModel.DIMENSION * Float.BYTES, Files.size(npy));
  }

  @Test
  void leastScoreAndSize_leaveFacesOut() throws IOException {
    JsonNode both = new ObjectMapper().readTree(locally(two).out());
    double between = (both.at("/0/score").asDouble() + both.at("/1/score").asDouble()) / 2;

    CommandRun sure = locally(two, "--min-score", between);
    CommandRun large = locally(two, "--min-size", 65);

    assertEquals(1, new ObjectMapper().readTree(sure.out()).size(), sure.out());
    assertEquals(1, large.exit());
    assertTrue(large.out().contains("no face found"), large.out());
  }

  @Test
  void oneFace_isChosen() throws IOException {
    JsonNode faces = new ObjectMapper().readTree(locally(two, "--select", "central").out());
    assertEquals(1, faces.size());
    assertEquals(152, faces.at("/0/box/left").asDouble(), TOLERANCE);
  }

  private CommandRun locally(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--detect", "--model", models + "/face", "--detector", models + "/spots"));
    return embed(all.toArray());
  }

  private static CommandRun embed(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("embed"));
    all.addAll(List.of(arguments));
    return CommandRun.facet(all.toArray());
  }
}

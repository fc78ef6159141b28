package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real photos' files, the real engine, and, where it says so, a real server. */
class EmbedCommandTest {
  private static final double TOLERANCE = 1e-5;

  private final Path directory;
  private final ModelBundle bundle;
  private final Path model;
  private final Path first;
  private final Path second;

  EmbedCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    bundle = TinyModel.write(directory.resolve("models"), "face", 3, 1);
    model = bundle.directory();
    first = TestPhotos.png(directory.resolve("first.png"), 1);
    second = TestPhotos.png(directory.resolve("second.png"), 2);
  }

  @Test
  void json_namesFilesAndModel() throws IOException {
    CommandRun run = embed(first, second, "--model", model);

    assertEquals(0, run.exit(), run.err());
    JsonNode faces = new ObjectMapper().readTree(run.out());
    assertEquals(2, faces.size());
    assertEquals(first.toString(), faces.at("/0/file").asText());
    assertEquals(second.toString(), faces.at("/1/file").asText());
    assertEquals("face", faces.at("/0/model/name").asText());
    assertEquals(3, faces.at("/0/model/version").asInt());
    assertEquals(bundle.digest(), faces.at("/0/model/digest").asText());
    assertEquals(TinyModel.DIMENSION, faces.at("/0/embedding").size());
  }

  @Test
  void serverAndLocalModel_giveTheSameEmbeddings() throws IOException {
    JsonNode local = new ObjectMapper().readTree(embed(first, second, "--model", model).out());
    try (RunningServer server = RunningServer.of(directory.resolve("models"))) {
      CommandRun run = embed(first, second, "--server", server.address());

      assertEquals(0, run.exit(), run.err());
      JsonNode remote = new ObjectMapper().readTree(run.out());
      for (int i = 0; i < 2; i++) {
        assertEquals(local.at("/" + i + "/model"), remote.at("/" + i + "/model"));
        assertArrayEquals(
            values(local.at("/" + i + "/embedding")),
            values(remote.at("/" + i + "/embedding")),
            TOLERANCE);
      }
    }
  }

  @Test
  void modelsDirectory_standsForItsHighestVersion() throws IOException {
    TinyModel.write(directory.resolve("models"), "face", 12, 2);
    CommandRun run = embed(first, "--model", directory.resolve("models/face"));
    JsonNode faces = new ObjectMapper().readTree(run.out());
    assertEquals(12, faces.at("/0/model/version").asInt());
  }

  @Test
  void badFiles_failAloneInOrder() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jpg"), "no image at all");
    Path missing = directory.resolve("missing.jpg");

    CommandRun run = embed(first, text, missing, second, "--model", model);

    assertEquals(1, run.exit());
    JsonNode faces = new ObjectMapper().readTree(run.out());
    assertEquals(4, faces.size());
    assertTrue(faces.at("/0/embedding").isArray());
    assertTrue(faces.at("/1/error").isTextual());
    assertTrue(faces.at("/2/error").asText().endsWith("no such file"), faces.at("/2").toString());
    assertTrue(faces.at("/3/embedding").isArray());
    assertTrue(run.err().contains("facet: " + text + ": "), run.err());
    assertTrue(run.err().contains("facet: " + missing + ": "), run.err());
  }

  @Test
  void badFiles_failAloneOnAServer() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jpg"), "no image at all");
    try (RunningServer server = RunningServer.of(directory.resolve("models"))) {
      CommandRun run = embed(text, first, "--server", server.address(), "--format", "csv");

      assertEquals(1, run.exit());
      List<String> lines = run.out().lines().toList();
      assertEquals(2, lines.size(), run.out());
      assertTrue(lines.get(1).startsWith(first + "," + bundle.digest() + ","), lines.get(1));
      assertTrue(run.err().startsWith("facet: " + text + ": "), run.err());
    }
  }

  @Test
  void manyFiles_keepTheirOrder() throws IOException {
    List<Object> arguments = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      arguments.add(i % 3 == 0 ? first : second);
    }
    try (RunningServer server = RunningServer.of(directory.resolve("models"))) {
      arguments.addAll(List.of("--server", server.address()));
      CommandRun run = embed(arguments.toArray());

      assertEquals(0, run.exit(), run.err());
      JsonNode faces = new ObjectMapper().readTree(run.out());
      assertEquals(600, faces.size());
      for (int i = 0; i < 600; i++) {
        double[] expected = values(faces.at(i % 3 == 0 ? "/0/embedding" : "/1/embedding"));
        assertArrayEquals(expected, values(faces.at("/" + i + "/embedding")), TOLERANCE);
      }
    }
  }

  @Test
  void fullQueue_isWaitedFor() throws IOException {
    List<Object> arguments = new ArrayList<>(Collections.nCopies(200, first));
    Map<String, String> oneAtATime =
        Map.of("limits.max-batch-images", "1", "batching.queue-capacity", "1");
    try (RunningServer server = RunningServer.of(directory.resolve("models"), oneAtATime)) {
      arguments.addAll(List.of("--server", server.address()));
      CommandRun run = embed(arguments.toArray());
      assertEquals(0, run.exit(), run.err());
      assertEquals(200, new ObjectMapper().readTree(run.out()).size());
    }
  }

  @Test
  void output_goesToTheFile() throws IOException {
    Path file = directory.resolve("faces.npy");

    CommandRun run = embed(first, second, "--model", model, "--format", "npy", "--output", file);

    assertEquals(0, run.exit(), run.err());
    assertEquals("", run.out());
    assertEquals(128 + 2 * TinyModel.DIMENSION * Float.BYTES, Files.size(file));
  }

  @Test
  void landmarks_alignTheFaceThatThePathEndsWith() throws IOException {
    Path points =
        Files.writeString(
            directory.resolve("points.txt"), "first.png 40 50 80 52 60 70 45 95 78 96\n");
    JsonNode crop = new ObjectMapper().readTree(embed(first, "--model", model).out());

    CommandRun run = embed(first, "--model", model, "--landmarks", points);

    assertEquals(0, run.exit(), run.err());
    JsonNode aligned = new ObjectMapper().readTree(run.out());
    assertTrue(!crop.at("/0/embedding").equals(aligned.at("/0/embedding")));
  }

  @Test
  void photoWithoutLandmarks_isRefusedBeforeAnythingIsEmbedded() throws IOException {
    Path points = Files.writeString(directory.resolve("points.txt"), "");
    CommandRun run = embed(first, "--model", model, "--landmarks", points);
    assertEquals(1, run.exit());
    assertEquals("facet: " + points + ": no landmarks of " + first + "\n", run.err());
    assertEquals("", run.out());
  }

  @Test
  void noServer_failsWithOneLineThatNamesIt() {
    CommandRun run = embed(first, second, "--server", "127.0.0.1:1");
    assertEquals(1, run.exit());
    assertEquals(
        "facet: 127.0.0.1:1: cannot be reached, or shuts down (expected: a running facet serve)\n",
        run.err());
  }

  @Test
  void directoryThatIsNoModel_fails() {
    CommandRun run = embed(first, "--model", directory);
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("no model.yaml"), run.err());
  }

  private static CommandRun embed(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("embed"));
    all.addAll(List.of(arguments));
    return CommandRun.facet(all.toArray());
  }

  private static double[] values(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }
}

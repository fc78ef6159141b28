package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.facet.client.fixture.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clients in other languages see what the Java client sees. */
@Timeout(60)
class ExampleClientsTest {
  private static final String[] COMMANDS = {"embed", "batch", "stream"};

  private Path directory;
  private FakeServer server;
  private FacetClient client;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    this.directory = directory;
    server = FakeServer.start();
    client = FacetClient.builder(server.address()).plaintext().build();
    Files.createDirectory(directory.resolve("A"));
    Files.writeString(directory.resolve("A/good.jpg"), "abc");
    Files.writeString(directory.resolve("other.jpg"), "xyz!");
    Files.writeString(directory.resolve("bad.jpg"), "#");
    Files.writeString(
        directory.resolve("landmarks.txt"),
        "A/good.jpg 1 2 3 4 5 6 7 8 9 10\nother.jpg 1 2 3 4 7.5 6 7 8 9 10\n");
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void badImage_failsAloneAndIsSaid(ExampleClient example) throws Exception {
    for (String command : COMMANDS) {
      var run = run(example, command, "A/good.jpg", "bad.jpg", "other.jpg");

      assertEquals(1, run.exitStatus(), run.errors());
      List<JsonElement> results = run.json().getAsJsonArray("results").asList();
      assertEquals(3, results.size());
      assertEmbedded("A/good.jpg", read("A/good.jpg"), results.get(0));
      assertEquals("bad.jpg", results.get(1).getAsJsonObject().get("file").getAsString());
      assertError("INVALID_ARGUMENT", "CORRUPT", results.get(1));
      assertEmbedded("other.jpg", read("other.jpg"), results.get(2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void photosWithLandmarks_areAligned(ExampleClient example) throws Exception {
    Landmarks landmarks = Landmarks.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    Landmarks others = Landmarks.of(1, 2, 3, 4, 7.5f, 6, 7, 8, 9, 10);
    for (String command : COMMANDS) {
      var run = run(example, command, "A/good.jpg", "other.jpg", "--landmarks", "landmarks.txt");

      assertEquals(0, run.exitStatus(), run.errors());
      List<JsonElement> results = run.json().getAsJsonArray("results").asList();
      assertEmbedded("A/good.jpg", read("A/good.jpg").withLandmarks(landmarks), results.get(0));
      assertEmbedded("other.jpg", read("other.jpg").withLandmarks(others), results.get(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoImages_areCompared(ExampleClient example) throws Exception {
    var run = run(example, "compare", "A/good.jpg", "other.jpg");

    assertEquals(0, run.exitStatus(), run.errors());
    Comparison expected = client.compare(read("A/good.jpg"), read("other.jpg"));
    JsonObject json = run.json();
    assertEquals(expected.cosineSimilarity(), json.get("cosine_similarity").getAsFloat());
    assertEquals(expected.euclideanDistance(), json.get("euclidean_distance").getAsFloat());
    assertModel(expected.model().orElseThrow(), json);
  }

  @ParameterizedTest
  @EnumSource
  void failedCall_isSaidWithItsReason(ExampleClient example) throws Exception {
    for (String command : new String[] {"batch", "compare"}) {
      var run = run(example, command, "A/good.jpg", "other.jpg", "--model", "absent");

      assertEquals(1, run.exitStatus(), run.errors());
      assertError("NOT_FOUND", "UNKNOWN_MODEL", run.json());
    }
  }

  @ParameterizedTest
  @EnumSource
  void unreachableServer_isSaid(ExampleClient example) throws Exception {
    server.close();
    for (String command : new String[] {"batch", "stream", "compare"}) {
      var run = run(example, command, "A/good.jpg", "other.jpg");

      assertEquals(1, run.exitStatus(), run.errors());
      JsonObject error = run.json().getAsJsonObject("error");
      assertEquals("UNAVAILABLE", error.get("code").getAsString());
      assertTrue(error.get("reason").isJsonNull());
    }
  }

  @ParameterizedTest
  @EnumSource
  void photoWithoutItsLandmarks_isRefused(ExampleClient example) throws Exception {
    var run = run(example, "embed", "bad.jpg", "--landmarks", "landmarks.txt");

    assertEquals(1, run.exitStatus());
    assertEquals("", run.output());
    assertTrue(run.errors().contains("bad.jpg: not in the landmarks file"), run.errors());
  }

  private ExampleClient.Run run(ExampleClient example, String command, String... arguments)
      throws IOException, InterruptedException {
    String[] line = new String[arguments.length + 3];
    line[0] = command;
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    line[line.length - 2] = "--server";
    line[line.length - 1] = server.address();
    return example.run(directory, line);
  }

  private FaceImage read(String file) throws IOException {
    return FaceImage.read(directory.resolve(file));
  }

  private void assertEmbedded(String file, FaceImage image, JsonElement result) {
    FaceEmbedding expected = client.embed(image);
    JsonObject json = result.getAsJsonObject();
    assertEquals(file, json.get("file").getAsString());
    assertModel(expected.model(), json);
    JsonArray values = json.getAsJsonArray("embedding");
    assertEquals(expected.dimension(), values.size());
    for (int i = 0; i < values.size(); i++) {
      assertEquals(expected.values()[i], values.get(i).getAsFloat());
    }
  }

  private static void assertModel(ModelRef expected, JsonObject json) {
    JsonObject model = json.getAsJsonObject("model");
    assertEquals(expected.name(), model.get("name").getAsString());
    assertEquals(expected.version(), model.get("version").getAsLong());
    assertEquals(expected.digest(), model.get("digest").getAsString());
  }

  private static void assertError(String code, String reason, JsonElement result) {
    JsonObject error = result.getAsJsonObject().getAsJsonObject("error");
    assertEquals(code, error.get("code").getAsString());
    assertEquals(reason, error.get("reason").getAsString());
  }
}

package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facet.client.Comparison;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.client.Landmarks;
import dev.facet.client.ModelRef;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clients in other languages, on a real server, see what the Java client sees. */
class ExampleClientsTest {

  /** Float32 in another batch, and as decimal text. */
  private static final double TOLERANCE = 1e-6;

  private static final List<String> COMMANDS = List.of("embed", "batch", "stream");

  private static Path directory;
  private static RunningServer server;
  private static FacetClient client;

  @BeforeAll
  static void start(@TempDir Path temporary) throws IOException {
    directory = temporary;
    Path models = directory.resolve("models");
    TinyModel.write(models, "tiny", 1, 7);
    server = RunningServer.of(models);
    client = FacetClient.builder(server.address()).plaintext().build();
    TestPhotos.png(directory.resolve("A/ann.png"), 1);
    TestPhotos.png(directory.resolve("bob.png"), 2);
    Files.writeString(directory.resolve("text.jpg"), "no image");
    Files.writeString(
        directory.resolve("landmarks.txt"),
        "A/ann.png 40 50 80.5 51 60 70 45 90 75 91\nbob.png 30 40 90 45 55 70 40 100 80 99\n");
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void badImage_failsAloneAndIsSaid(ExampleClient example) throws Exception {
    for (String command : COMMANDS) {
      ExampleClient.Run run = run(example, command, "A/ann.png", "text.jpg", "bob.png");

      assertEquals(1, run.exitStatus(), run.errors());
      JsonNode results = run.json().get("results");
      assertEquals(3, results.size());
      assertEmbedded("A/ann.png", read("A/ann.png"), results.get(0));
      assertEquals("text.jpg", results.get(1).get("file").asText());
      assertError("INVALID_ARGUMENT", "UNKNOWN_FORMAT", results.get(1));
      assertEmbedded("bob.png", read("bob.png"), results.get(2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void photosWithLandmarks_areAligned(ExampleClient example) throws Exception {
    Landmarks ann = Landmarks.of(40, 50, 80.5f, 51, 60, 70, 45, 90, 75, 91);
    Landmarks bob = Landmarks.of(30, 40, 90, 45, 55, 70, 40, 100, 80, 99);
    for (String command : COMMANDS) {
      ExampleClient.Run run =
          run(example, command, "A/ann.png", "bob.png", "--landmarks", "landmarks.txt");

      assertEquals(0, run.exitStatus(), run.errors());
      JsonNode results = run.json().get("results");
      assertEmbedded("A/ann.png", read("A/ann.png").withLandmarks(ann), results.get(0));
      assertEmbedded("bob.png", read("bob.png").withLandmarks(bob), results.get(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoImages_areCompared(ExampleClient example) throws Exception {
    ExampleClient.Run run = run(example, "compare", "A/ann.png", "bob.png");

    assertEquals(0, run.exitStatus(), run.errors());
    Comparison expected = client.compare(read("A/ann.png"), read("bob.png"));
    JsonNode json = run.json();
    assertEquals(expected.cosineSimilarity(), json.get("cosine_similarity").asDouble(), TOLERANCE);
    assertEquals(
        expected.euclideanDistance(), json.get("euclidean_distance").asDouble(), TOLERANCE);
    assertModel(expected.model().orElseThrow(), json);
  }

  @ParameterizedTest
  @EnumSource
  void failedCall_isSaidWithItsReason(ExampleClient example) throws Exception {
    for (String command : List.of("batch", "compare")) {
      ExampleClient.Run run = run(example, command, "A/ann.png", "bob.png", "--model", "absent");

      assertEquals(1, run.exitStatus(), run.errors());
      assertError("NOT_FOUND", "MODEL_NOT_FOUND", run.json());
    }
  }

  @ParameterizedTest
  @EnumSource
  void unreachableServer_isSaid(ExampleClient example) throws Exception {
    String address;
    try (RunningServer stopped = RunningServer.of(directory.resolve("models"))) {
      address = stopped.address();
    }
    for (String command : List.of("batch", "stream", "compare")) {
      ExampleClient.Run run =
          example.run(directory, List.of(command, "A/ann.png", "bob.png", "--server", address));

      assertEquals(1, run.exitStatus(), run.errors());
      JsonNode error = run.json().get("error");
      assertEquals("UNAVAILABLE", error.get("code").asText());
      assertTrue(error.get("reason").isNull());
    }
  }

  @ParameterizedTest
  @EnumSource
  void photoWithoutItsLandmarks_isRefused(ExampleClient example) throws Exception {
    ExampleClient.Run run = run(example, "embed", "text.jpg", "--landmarks", "landmarks.txt");

    assertRefused("text.jpg: not in the landmarks file", run);
  }

  @ParameterizedTest
  @EnumSource
  void token_isNotSentInPlaintextToAnotherMachine(ExampleClient example) throws Exception {
    ExampleClient.Run run =
        example.run(
            directory,
            Map.of("FACET_CLIENT_TOKEN", "hush"),
            List.of("embed", "bob.png", "--server", "faces.invalid:50051"));

    assertRefused("faces.invalid:50051: a token needs TLS", run);
  }

  @ParameterizedTest
  @EnumSource
  void tokenThatIsNone_isRefusedAndNotShown(ExampleClient example) throws Exception {
    Files.writeString(directory.resolve("token.txt"), "hush\nhush\n");
    ExampleClient.Run run = run(example, "embed", "bob.png", "--token-file", "token.txt");

    assertRefused("token: not shown", run);
  }

  @ParameterizedTest
  @EnumSource
  void certificateWithoutItsKey_isWrongUsage(ExampleClient example) throws Exception {
    ExampleClient.Run run = run(example, "embed", "bob.png", "--cert", "me.pem");

    assertEquals(2, run.exitStatus());
    assertTrue(run.errors().contains("--cert and --key go together"), run.errors());
  }

  private static void assertRefused(String message, ExampleClient.Run run) {
    assertEquals(1, run.exitStatus());
    assertEquals("", run.output());
    assertTrue(run.errors().contains(message), run.errors());
    assertFalse(run.errors().contains("hush"), run.errors());
  }

  private static ExampleClient.Run run(ExampleClient example, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--server", server.address()));
    return example.run(directory, line);
  }

  private static FaceImage read(String file) throws IOException {
    return FaceImage.read(directory.resolve(file));
  }

  private static void assertEmbedded(String file, FaceImage image, JsonNode result) {
    FaceEmbedding expected = client.embed(image);
    assertEquals(file, result.get("file").asText());
    assertModel(expected.model(), result);
    JsonNode values = result.get("embedding");
    assertEquals(expected.dimension(), values.size());
    for (int i = 0; i < values.size(); i++) {
      assertEquals(expected.values()[i], values.get(i).asDouble(), TOLERANCE);
    }
  }

  private static void assertModel(ModelRef expected, JsonNode json) {
    JsonNode model = json.get("model");
    assertEquals(expected.name(), model.get("name").asText());
    assertEquals(expected.version(), model.get("version").asLong());
    assertEquals(expected.digest(), model.get("digest").asText());
  }

  private static void assertError(String code, String reason, JsonNode result) {
    JsonNode error = result.get("error");
    assertEquals(code, error.get("code").asText());
    assertEquals(reason, error.get("reason").asText());
  }
}

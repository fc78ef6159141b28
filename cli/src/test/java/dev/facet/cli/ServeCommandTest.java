package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.fixture.TinyModel;
import dev.facet.server.config.ServerConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
  private final Path directory;

  ServeCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void printConfig_printsWhatFileAndFlagsSay() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("facet.yaml"), "server: {port: 1}\nbatching: {max-batch-size: 9}\n");

    CommandRun run =
        CommandRun.facet(
            "serve",
            "--config",
            file,
            "--port",
            "1234",
            "--workers",
            "3",
            "--models",
            "/srv/m",
            "--host",
            "0.0.0.0",
            "--model-control",
            "poll",
            "--set",
            "stream.max-in-flight=7",
            "--print-config");

    assertEquals(0, run.exit(), run.err());
    Path printed = Files.writeString(directory.resolve("printed.yaml"), run.out());
    ServerConfig config = ServerConfig.load(Optional.of(printed), Map.of(), Map.of());
    assertEquals(1234, config.server().port());
    assertEquals("0.0.0.0", config.server().host());
    assertEquals(3, config.batching().workers());
    assertEquals(9, config.batching().maxBatchSize());
    assertEquals(7, config.stream().maxInFlight());
    assertEquals("/srv/m", config.models().repository());
    assertTrue(config.models().polls());
  }

  @Test
  void usedPort_fails() throws IOException {
    TinyModel.write(directory, "face", 1, 1);
    try (ServerSocket taken = new ServerSocket(0)) {
      CommandRun run =
          CommandRun.facet("serve", "--models", directory, "--port", taken.getLocalPort());
      assertEquals(1, run.exit());
      assertEquals("", run.out());
      assertTrue(run.err().startsWith("facet: "), run.err());
    }
  }

  @Test
  void sigterm_endsAServingProcessWith0() throws Exception {
    TinyModel.write(directory.resolve("models"), "face", 1, 1);
    Path photo = TestPhotos.png(directory.resolve("photo.png"), 1);
    try (FacetProcess server = FacetProcess.start(directory, "serve", "--port", "0")) {
      CommandRun embedded = CommandRun.facet("embed", photo, "--server", server.address());
      assertEquals(0, embedded.exit(), embedded.err());

      server.terminate();

      assertEquals(0, server.end().exit());
    }
  }

  @Test
  void logOfObjects_namesEveryCall() throws Exception {
    TinyModel.write(directory.resolve("models"), "face", 1, 1);
    Path photo = TestPhotos.png(directory.resolve("photo.png"), 1);
    try (FacetProcess server =
        FacetProcess.start(
            directory,
            "serve",
            "--port",
            "0",
            "--set",
            "log.format=json",
            "--set",
            "log.calls=true",
            "--set",
            "http.enabled=true",
            "--set",
            "http.port=0")) {
      CommandRun embedded = CommandRun.facet("embed", photo, "--server", server.address());
      assertEquals(0, embedded.exit(), embedded.err());
      server.terminate();

      List<JsonNode> lines = new ArrayList<>();
      for (String line : server.end().err().lines().filter(text -> text.startsWith("{")).toList()) {
        lines.add(new ObjectMapper().readTree(line));
      }

      JsonNode call =
          lines.stream()
              .filter(line -> line.path("loggerName").asText().equals("facet.calls"))
              .filter(line -> line.path("kvpList").toString().contains("EmbeddingService/"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(lines.toString()));
      assertEquals("INFO", call.path("level").asText());
      assertEquals("OK", pair(call, "status"));
      assertTrue(pair(call, "request_id").matches("[0-9a-f]{12}"), call.toString());
      assertTrue(
          lines.stream()
              .anyMatch(
                  line ->
                      line.path("formattedMessage")
                          .asText()
                          .startsWith("answering operators over HTTP on ")),
          lines.toString());
    }
  }

  private static String pair(JsonNode line, String key) {
    for (JsonNode pair : line.path("kvpList")) {
      if (pair.has(key)) {
        return pair.path(key).asText();
      }
    }
    throw new AssertionError(key + " in none of the pairs of " + line);
  }
}

package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsActivateCommandTest {
  private static final Map<String, String> ALLOWED = Map.of("models.activation", "true");

  private final Path directory;
  private final Path models;

  ModelsActivateCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    models = directory.resolve("models");
    TinyModel.write(models, "face", 1, 1);
    TinyModel.write(models, "face", 2, 2);
  }

  @Test
  void version_goesLive_andTheHighestAgainWithoutANumber() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      assertEquals("live  face version 1\n", activate(server, "face", "--version", 1).out());
      assertEquals(1, answering(server));
      assertEquals("live  face version 2\n", activate(server, "face").out());
      assertEquals(2, answering(server));
    }
  }

  @Test
  void refusal_isTold_andTheLiveVersionGoesOn() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      new TinyModel(3).nan().publish(models, "face", 3);
      CommandRun run = activate(server, "face", "--version", 3);
      assertEquals(1, run.exit());
      assertEquals("", run.out());
      assertTrue(run.err().contains("embeddings that hold NaN"), run.err());
      assertEquals(2, answering(server));
    }
  }

  @Test
  void serverThatDoesNotAllowIt_refuses() throws IOException {
    try (RunningServer server = RunningServer.of(models)) {
      CommandRun run = activate(server, "face", "--version", 1);
      assertEquals(1, run.exit());
      assertTrue(run.err().contains("models.activation"), run.err());
      assertEquals(2, answering(server));
    }
  }

  private static CommandRun activate(RunningServer server, Object... arguments) {
    Object[] all = new Object[arguments.length + 4];
    all[0] = "models";
    all[1] = "activate";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    all[all.length - 2] = "--server";
    all[all.length - 1] = server.address();
    return CommandRun.facet(all);
  }

  /** Version of the model that embeds a photo. */
  private int answering(RunningServer server) throws IOException {
    Path photo = TestPhotos.png(directory.resolve("photo.png"), 1);
    CommandRun run = CommandRun.facet("embed", photo, "--server", server.address());
    JsonNode faces = new ObjectMapper().readTree(run.out());
    return faces.at("/0/model/version").asInt();
  }
}

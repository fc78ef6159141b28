package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which version of a server is live, and which are loaded beside it. */
class ModelsActivateCommandTest {
  private static final Map<String, String> ALLOWED =
      Map.of("models.activation", "true", "models.default", "face");

  private final Path directory;
  private final Path models;
  private final ModelBundle first;

  ModelsActivateCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    models = directory.resolve("models");
    first = TinyModel.write(models, "face", 1, 1);
    TinyModel.write(models, "face", 2, 2);
  }

  @Test
  void version_goesLive_andTheHighestAgainWithoutANumber() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      assertEquals(
          "live  face version 1\n", server.models("activate", "face", "--version", 1).out());
      assertEquals(1, answering(server));
      assertEquals("live  face version 2\n", server.models("activate", "face").out());
      assertEquals(2, answering(server));
    }
  }

  @Test
  void versionWithAnotherDigest_isRefused() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      CommandRun run =
          server.models("activate", "face", "--version", 2, "--digest", first.digest());
      assertEquals(1, run.exit());
      assertTrue(run.err().endsWith(" [DIGEST_MISMATCH]\n"), run.err());
      assertEquals(
          0, server.models("activate", "face", "--version", 1, "--digest", first.digest()).exit());
    }
  }

  @Test
  void refusal_isTold_andTheLiveVersionGoesOn() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      new TinyModel(3).nan().publish(models, "face", 3);
      CommandRun run = server.models("activate", "face", "--version", 3);
      assertEquals(1, run.exit());
      assertEquals("", run.out());
      assertTrue(run.err().contains("gives values that hold NaN"), run.err());
      assertTrue(run.err().endsWith(" [MODEL_NOT_LOADABLE]\n"), run.err());
      assertEquals(2, answering(server));
    }
  }

  @Test
  void onATerminal_theStageOfTheLoadIsShownAndTakenAwayAgain() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      CommandRun run =
          CommandRun.onATerminal(
              "models", "activate", "face", "--version", 1, "--server", server.address());
      assertEquals("live  face version 1\n", run.out());
      assertTrue(run.err().matches("(\r\u001b\\[Kface version 1: [a-z]+)+\r\u001b\\[K"), run.err());
    }
  }

  @Test
  void rollback_makesTheVersionBeforeLiveAgain() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      server.models("activate", "face", "--version", 1);
      assertEquals("live  face version 2\n", server.models("rollback", "face").out());
      assertEquals(2, answering(server));

      CommandRun further = server.models("rollback", "face");
      assertEquals(1, further.exit());
      assertTrue(further.err().endsWith(" [NO_PREVIOUS_VERSION]\n"), further.err());
    }
  }

  @Test
  void pinnedVersion_isLoadedUntilItIsDeactivated() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      assertEquals("pinned  face version 1\n", server.models("pin", "face", "--version", 1).out());
      assertEquals(2, answering(server));
      CommandRun listed = server.models("list");
      assertTrue(listed.out().contains("face   1        pinned  32         "), listed.out());
      assertTrue(listed.out().contains(first.digest().substring(0, 12)), listed.out());

      CommandRun out = server.models("deactivate", "face", "--version", 1);
      assertTrue(out.out().matches("(available|draining)  face version 1\n"), out.out());
      CommandRun again = server.models("deactivate", "face", "--version", 1);
      assertTrue(again.err().endsWith(" [NOT_LOADED]\n"), again.err());
    }
  }

  @Test
  void liveVersion_isDeactivatedUnlessTheModelIsTheDefault() throws IOException {
    TinyModel.write(models, "other", 1, 3);
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      CommandRun out = server.models("deactivate", "other");
      assertTrue(out.out().matches("(available|draining)  other version 1\n"), out.out());

      CommandRun refused = server.models("deactivate", "face");
      assertEquals(1, refused.exit());
      assertTrue(refused.err().endsWith(" [DEFAULT_MODEL]\n"), refused.err());
      assertEquals(2, answering(server));
    }
  }

  @Test
  void serverThatDoesNotAllowIt_refuses() throws IOException {
    try (RunningServer server = RunningServer.of(models)) {
      CommandRun run = server.models("activate", "face", "--version", 1);
      assertEquals(1, run.exit());
      assertTrue(run.err().contains("models.activation"), run.err());
      assertEquals(2, answering(server));
    }
  }

  /** Version of the model that embeds a photo. */
  private int answering(RunningServer server) throws IOException {
    Path photo = TestPhotos.png(directory.resolve("photo.png"), 1);
    CommandRun run = CommandRun.facet("embed", photo, "--server", server.address());
    JsonNode faces = new ObjectMapper().readTree(run.out());
    return faces.at("/0/model/version").asInt();
  }
}

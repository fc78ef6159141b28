package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A candidate beside the live version: canary, shadow, promotion and abort. */
class ModelsRolloutCommandsTest {
  private static final Map<String, String> ALLOWED = Map.of("models.activation", "true");

  private final Path models;

  ModelsRolloutCommandsTest(@TempDir Path models) throws IOException {
    this.models = models;
    TinyModel.write(models, "face", 1, 1);
  }

  @Test
  void canary_isListedWithItsShare_andGoesLiveByPromotion() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      TinyModel.write(models, "face", 2, 2);
      assertEquals(
          "canary, 5%  face version 2\n",
          server.models("canary", "face", "--version", 2, "--share", "5%").out());
      assertEquals(
          "canary, 12.5%  face version 2\n",
          server.models("canary", "face", "--version", 2, "--share", "0.125").out());
      String listed = server.models("list").out();
      assertTrue(listed.contains("face   2        canary, 12.5%  32  "), listed);
      assertTrue(listed.contains("face   1        live           32  "), listed);

      assertEquals("live  face version 2\n", server.models("promote", "face").out());
      assertTrue(server.models("list").out().contains("face   2        live "));
    }
  }

  @Test
  void shadow_isListedWithItsReport_andEndsByAbort() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      TinyModel.write(models, "face", 2, 2);
      assertEquals(
          "shadow, 100%  face version 2\n",
          server.models("shadow", "face", "--version", 2, "--share", 1).out());
      String listed = server.models("list").out();
      assertTrue(
          listed.contains("compared 0, mean cosine 0.0000, least 0.0000, failed 0, skipped 0"),
          listed);

      CommandRun aborted = server.models("abort", "face");
      assertTrue(aborted.out().matches("(available|draining)  face version 2\n"), aborted.out());
      assertTrue(server.models("list").out().contains("face   1        live "));
    }
  }

  @Test
  void withoutACandidate_thereIsNothingToPromoteOrToAbort() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      CommandRun promoted = server.models("promote", "face");
      assertEquals(1, promoted.exit());
      assertEquals("facet: face: no canary and no shadow\n", promoted.err());
      CommandRun aborted = server.models("abort", "face");
      assertEquals(1, aborted.exit());
      assertTrue(aborted.err().endsWith(" [NO_ROLLOUT]\n"), aborted.err());
    }
  }

  @Test
  void liveVersion_isNoCandidate() throws IOException {
    try (RunningServer server = RunningServer.of(models, ALLOWED)) {
      CommandRun run = server.models("canary", "face", "--version", 1, "--share", 1);
      assertEquals(1, run.exit());
      assertTrue(run.err().endsWith(" [ALREADY_LIVE]\n"), run.err());
    }
  }
}

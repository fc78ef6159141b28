package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ModelsWatchCommandTest {
  private final Path directory;
  private final Path models;

  ModelsWatchCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    models = directory.resolve("models");
    TinyModel.write(models, "face", 1, 1);
    TinyModel.write(models, "other", 1, 2);
  }

  @Test
  void watch_printsHowEverythingIsAndThenWhatChanges_ofOneModel() throws Exception {
    Map<String, String> settings = Map.of("models.activation", "true", "models.default", "face");
    try (RunningServer server = RunningServer.of(models, settings);
        FacetProcess watch =
            FacetProcess.start(
                directory, "models", "watch", "face", "--server", server.address())) {
      assertLine("face version 1  live", watch);

      new TinyModel(3).nan().publish(models, "face", 2);
      assertEquals(1, server.models("activate", "face", "--version", 2).exit());

      String line = watch.out().readLine();
      while (line.contains("  face version 2  loading, ") || line.endsWith("  available")) {
        line = watch.out().readLine();
      }
      assertTrue(line.contains("  face version 2  failed: "), line);
      assertTrue(line.contains("NaN"), line);
    }
  }

  @Test
  void serverThatIsNotThere_isSaid() {
    CommandRun run = CommandRun.facet("models", "watch", "--server", "127.0.0.1:1");
    assertEquals(1, run.exit());
    assertTrue(run.err().startsWith("facet: UNAVAILABLE"), run.err());
  }

  private static void assertLine(String text, FacetProcess watch) throws IOException {
    String line = String.valueOf(watch.out().readLine());
    assertTrue(line.matches("\\d\\d:\\d\\d:\\d\\d  " + text), line);
  }
}

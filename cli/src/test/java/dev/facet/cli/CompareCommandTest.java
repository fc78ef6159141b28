package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  private final Path models;
  private final String first;
  private final String second;

  CompareCommandTest(@TempDir Path directory) throws IOException {
    models = directory.resolve("models");
    TinyModel.write(models, "face", 1, 1);
    first = TestPhotos.png(directory.resolve("first.png"), 1).toString();
    second = TestPhotos.png(directory.resolve("second.png"), 2).toString();
  }

  @Test
  void faceWithItself_isTheSame() {
    CommandRun run = CommandRun.facet("compare", first, first, "--model", models + "/face/1");
    assertEquals(0, run.exit(), run.err());
    assertEquals(
        """
        cosine similarity   1.0000
        euclidean distance  0.0000
        model               face version 1
        """,
        run.out());
  }

  @Test
  void twoFaces_areAsAlikeOnAServerAsHere() throws IOException {
    CommandRun local = CommandRun.facet("compare", first, second, "--model", models + "/face/1");
    try (RunningServer server = RunningServer.of(models)) {
      CommandRun remote = CommandRun.facet("compare", first, second, "--server", server.address());
      assertEquals(0, remote.exit(), remote.err());
      assertEquals(local.out(), remote.out());
      assertTrue(!remote.out().contains("1.0000"), remote.out());
    }
  }

  @Test
  void missingFile_fails() {
    CommandRun run = CommandRun.facet("compare", first, "none.png", "--model", models + "/face/1");
    assertEquals(1, run.exit());
    assertEquals("", run.out());
    assertEquals("facet: none.png: no such file\n", run.err());
  }
}

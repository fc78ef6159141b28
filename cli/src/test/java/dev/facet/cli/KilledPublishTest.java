package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing processes that are killed (SIGKILL). */
class KilledPublishTest {
  private static final int ROUNDS = 4;
  private static final int WAIT_SECONDS = 60;

  private final Path directory;
  private final ModelRepository repository;
  private final ModelBundle bundle;
  private final Random random = new Random(5);

  KilledPublishTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    repository = new ModelRepository(directory.resolve("models"));
    bundle = new TinyModel(1).size(224, 224).publish(directory.resolve("trained"), "face", 1);
  }

  @Test
  void killedAtAnyMoment_leavesOnlyWholeVersions_andTheNextPublishAndServerGoOn() throws Exception {
    Files.createDirectories(repository.root().resolve("face"));
    for (int round = 0; round < ROUNDS; round++) {
      long before = files();
      try (FacetProcess publishing = publish()) {
        // From when it begins to write, it is killed at once or up to 5 ms later.
        while (files() == before) {
          assertTrue(publishing.process().isAlive(), "it publishes");
        }
        long delay = round % 2 == 0 ? 0 : random.nextInt(5_000_000);
        boolean done = publishing.process().waitFor(delay, TimeUnit.NANOSECONDS);
        assertTrue(delay > 0 || !done, "it is killed as it writes");
        publishing.process().destroyForcibly();
        assertTrue(publishing.process().waitFor(WAIT_SECONDS, TimeUnit.SECONDS));
      }
      assertEveryVersionIsWhole();
    }

    try (FacetProcess publishing = publish()) {
      assertEquals(0, publishing.end().exit(), "the next one publishes");
    }
    assertEveryVersionIsWhole();
    List<Long> versions = repository.versions("face");
    try (RunningServer server = RunningServer.of(repository.root())) {
      CommandRun run = CommandRun.facet("models", "list", "--server", server.address());
      assertTrue(run.out().contains("live"), run.out());
      assertEquals(versions, repository.versions("face"));
    }
  }

  private FacetProcess publish() throws IOException {
    return FacetProcess.start(directory, "publish", bundle.directory(), "--name", "face");
  }

  private void assertEveryVersionIsWhole() throws IOException {
    for (long version : repository.versions("face")) {
      assertEquals(bundle.digest(), repository.open("face", version).digest());
    }
  }

  /** What lies beside the versions and in them, hidden or not. */
  private long files() throws IOException {
    try (Stream<Path> files = Files.list(repository.root().resolve("face"))) {
      return files.count();
    }
  }
}

package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.ModelState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository on a disk of its own, of 1 MiB, that is full. */
class FullDiskTest {

  private final Path disk;
  private final Path repository;
  private final Path filler;
  private final ModelBundle first;
  private final ModelBundle second;

  FullDiskTest(@TempDir Path directory) throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
        "skipped: no disk can be mounted");
    repository = disk.resolve("models");
    filler = disk.resolve("filler");
    first = TinyModel.write(repository, "face", 1, 1);
    second = TinyModel.write(repository, "face", 2, 2);
  }

  @AfterEach
  void unmount() throws Exception {
    assertEquals(0, run("umount", "--lazy", disk.toString()));
  }

  @Test
  void choiceOnAFullDisk_isNotMade_servingGoesOn_andItIsMadeOnceThereIsRoom() throws Exception {
    try (TestServer server = new TestServer(repository, "models.activation", "true")) {
      Admin face = new Admin(server, "face");
      face.activate(1);
      LiveCallers callers = new LiveCallers(face, first, second);
      fill();

      Refusal refusal = Refusal.of(() -> face.activate(2));
      assertEquals("CHOICE_NOT_KEPT", refusal.reason(), refusal.message());
      callers.assertUndisturbed();
      assertEquals(Set.of(1L), callers.versions());
      assertEquals(1, kept(), "what was written before is whole");

      Files.delete(filler);
      assertEquals(ModelState.MODEL_STATE_LIVE, face.activate(2).getState());
      assertEquals(2, kept());
      callers.assertUndisturbed();
      callers.stop();
    }
  }

  @Test
  void versionThatDoesNotFitOnTheDisk_isNotSeen_andIsOnceItDoes() throws Exception {
    try (TestServer server =
        new TestServer(
            repository,
            "models.activation",
            "true",
            "models.control",
            "poll",
            "models.poll-interval",
            "20ms")) {
      Admin face = new Admin(server, "face");
      LiveCallers callers = new LiveCallers(face, first, second);
      fill();
      assertThrows(IOException.class, () -> TinyModel.write(repository, "face", 3, 3));

      assertEquals(List.of(1L, 2L), new ModelRepository(repository).versions("face"));
      callers.assertUndisturbed();
      callers.stop();

      Files.delete(filler);
      TinyModel.write(repository, "face", 3, 3);
      face.awaitLive(3);
    }
  }

  /** Writes until nothing more fits. */
  private void fill() throws IOException {
    byte[] block = new byte[1024];
    IOException full =
        assertThrows(
            IOException.class,
            () -> {
              try (OutputStream out = Files.newOutputStream(filler)) {
                while (true) {
                  out.write(block);
                }
              }
            });
    assertTrue(String.valueOf(full.getMessage()).contains("No space left"), full.getMessage());
  }

  private long kept() throws IOException {
    return Objects.requireNonNull(new ModelRepository(repository).serving("face").live()).version();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // there is no such command
    }
  }
}

package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ManifestFile;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandsTest {
  private final Path repository;

  ModelsCommandsTest(@TempDir Path repository) {
    this.repository = repository;
  }

  @Test
  void list_hasALineForEachVersionAndSaysWhatIsUnusable() throws IOException {
    TinyModel.write(repository, "face", 1, 1);
    TinyModel.write(repository, "face", 10, 2);
    TinyModel.write(repository, "fixed", 1, 4);
    TinyModel.write(repository, "fixed", 2, 5);
    Files.delete(TinyModel.write(repository, "broken", 1, 3).params());
    ModelRepository served = new ModelRepository(repository);
    served.setServing("face", Serving.DEFAULT.withPinned(1));
    Serving.Choice first = new Serving.Choice(1, "ab".repeat(32));
    served.setServing("fixed", Serving.DEFAULT.activated(first, Serving.Follow.FIXED));

    CommandRun run = CommandRun.facet("models", "list", "--models", repository.toString());

    assertEquals(0, run.exit(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(6, lines.size(), run.out());
    assertEquals("MODEL   VERSION  SERVED  INPUT        DIMENSION  LICENSE", lines.get(0));
    assertTrue(lines.get(1).startsWith("broken  1        live    unusable: "), lines.get(1));
    assertTrue(lines.get(1).contains("files.params"), lines.get(1));
    assertEquals("face    1        pinned  112x112 RGB  32         Apache-2.0", lines.get(2));
    assertEquals("face    10       live    112x112 RGB  32         Apache-2.0", lines.get(3));
    assertEquals("fixed   1        live    112x112 RGB  32         Apache-2.0", lines.get(4));
    assertEquals("fixed   2                112x112 RGB  32         Apache-2.0", lines.get(5));
  }

  @Test
  void list_ofNoDirectory_fails() {
    CommandRun run = CommandRun.facet("models", "list", "--models", repository + "/none");
    assertEquals(1, run.exit());
    assertEquals("facet: " + repository + "/none: not a directory\n", run.err());
  }

  @Test
  void show_printsTheHighestVersionAsYaml() throws IOException {
    TinyModel.write(repository, "face", 9, 1);
    ModelBundle highest = TinyModel.write(repository, "face", 10, 2);

    CommandRun run = CommandRun.facet("models", "show", "face", "--models", repository.toString());

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("# face version 10 in "), run.out());
    assertTrue(run.out().contains("# digest " + highest.digest()), run.out());
    Path copy = Files.writeString(repository.resolve("printed.yaml"), run.out());
    assertEquals(highest.manifest(), ManifestFile.read(copy));
  }

  @Test
  void show_ofOneVersion_printsThatOne() throws IOException {
    ModelBundle chosen = TinyModel.write(repository, "face", 1, 1);
    TinyModel.write(repository, "face", 2, 2);

    CommandRun run =
        CommandRun.facet(
            "models", "show", "face", "--version", "1", "--models", repository.toString());

    assertTrue(run.out().contains(chosen.digest()), run.out());
  }

  @Test
  void show_ofAnUnknownModel_fails() {
    CommandRun run = CommandRun.facet("models", "show", "face", "--models", repository.toString());
    assertEquals(1, run.exit());
    assertEquals("facet: " + repository + ": no model face with a version\n", run.err());
  }

  @Test
  void check_loadsEveryVersionAndExitsWith1WhereOneFails() throws IOException {
    TinyModel.write(repository, "face", 1, 1);
    new TinyModel(2).nan().publish(repository, "face", 2);

    CommandRun run = CommandRun.facet("models", "check", "--models", repository.toString());

    assertEquals(1, run.exit(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals("face version 1: ok", lines.get(0));
    assertTrue(lines.get(1).startsWith("face version 2: "), lines.get(1));
    assertTrue(!lines.get(1).endsWith(": ok"), lines.get(1));
  }

  @Test
  void check_ofOneGoodVersion_exitsWith0() throws IOException {
    TinyModel.write(repository, "face", 1, 1);
    new TinyModel(2).nan().publish(repository, "face", 2);

    CommandRun run =
        CommandRun.facet(
            "models", "check", "face", "--version", "1", "--models", repository.toString());

    assertEquals(0, run.exit(), run.err());
    assertEquals("face version 1: ok\n", run.out());
  }

  @Test
  void check_ofNothing_fails() {
    CommandRun run = CommandRun.facet("models", "check", "--models", repository.toString());
    assertEquals(1, run.exit());
  }
}

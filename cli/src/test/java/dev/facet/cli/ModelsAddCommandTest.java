package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.ParamsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsAddCommandTest {
  private final Path published;
  private final Path repository;

  ModelsAddCommandTest(@TempDir Path directory) throws IOException {
    published = Files.createDirectory(directory.resolve("published"));
    repository = directory.resolve("models");
  }

  @Test
  void publishedModel_becomesTheFirstVersionAndItsGapsAreSaid() throws IOException {
    publish();

    CommandRun run = add("--name", "face");

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("found    epoch 7"), run.out());
    assertTrue(run.out().contains("assumed  channels in the order RGB"), run.out());
    assertTrue(run.out().contains("added    " + repository.resolve("face/1")), run.out());
    Manifest manifest = new ModelRepository(repository).open("face", 1).manifest();
    assertEquals(TinyModel.DIMENSION, manifest.output().dimension());
    assertEquals("fc1_output", manifest.output().name());
  }

  @Test
  void licenceAndSource_standInTheManifestBesideTheFilesNames() throws IOException {
    publish();
    add("--name", "face", "--license", "MIT", "--source", "example.org/model");

    Manifest.About about = new ModelRepository(repository).open("face", 1).manifest().about();
    assertEquals("MIT", about.license());
    assertEquals("example.org/model", about.provenance().get("source"));
    assertTrue(about.provenance().containsKey("symbol"));
  }

  @Test
  void secondCall_addsTheNextVersion() throws IOException {
    publish();
    add("--name", "face");
    add("--name", "face");
    assertEquals(List.of(1L, 2L), new ModelRepository(repository).versions("face"));
  }

  @Test
  void options_goBeforeWhatIsAssumed() throws IOException {
    publish();

    CommandRun run =
        add(
            "--name",
            "face",
            "--version",
            "5",
            "--size",
            "112x112",
            "--channels",
            "bgr",
            "--mean",
            "104,117,123",
            "--std",
            "2",
            "--output",
            "fc1_output",
            "--template",
            "none");

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().lines().noneMatch(line -> line.startsWith("assumed")), run.out());
    Manifest manifest = new ModelRepository(repository).open("face", 5).manifest();
    assertEquals(
        new Manifest.Input(
            "data",
            112,
            112,
            Manifest.Channels.BGR,
            List.of(104f, 117f, 123f),
            List.of(2f, 2f, 2f)),
        manifest.input());
    assertEquals(Manifest.Template.NONE, manifest.alignment().template());
  }

  @Test
  void existingVersion_isRefused() throws IOException {
    publish();
    add("--name", "face", "--version", "1");

    CommandRun run = add("--name", "face", "--version", "1");

    assertEquals(1, run.exit());
    assertTrue(run.err().contains("versions are immutable"), run.err());
  }

  @Test
  void nameThatIsNone_isAWrongCall() throws IOException {
    publish();
    CommandRun run = add("--name", "../face");
    assertEquals(2, run.exit());
    assertTrue(run.err().contains("name: ../face (expected: "), run.err());
  }

  @Test
  void emptyDirectory_fails() {
    CommandRun run = add("--name", "face");
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("-symbol.json"), run.err());
  }

  @Test
  void realModel_isAddedWithoutOptionsAndCanBeServed() {
    Path real = SharedData.require("models/mobileface-v2");

    CommandRun added =
        CommandRun.facet(
            "models",
            "add",
            real.toString(),
            "--name",
            "mobileface",
            "--models",
            repository.toString());
    assertEquals(0, added.exit(), added.err());
    assertTrue(added.out().contains("the graph normalises its input itself"), added.out());

    CommandRun checked = CommandRun.facet("models", "check", "--models", repository.toString());
    assertEquals("mobileface version 1: ok\n", checked.out());
  }

  private void publish() throws IOException {
    TinyModel model = new TinyModel(1);
    Files.writeString(published.resolve("tiny-symbol.json"), model.symbol().toJson());
    ParamsFile.write(published.resolve("tiny-0007.params"), model.weights());
  }

  private CommandRun add(Object... options) {
    List<Object> all = new ArrayList<>(List.of("models", "add", published));
    all.addAll(List.of("--models", repository));
    all.addAll(List.of(options));
    return CommandRun.facet(all.toArray());
  }
}

package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.DetectorManifest.Layout;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code facet models} with detectors, beside models that embed. */
class ModelsDetectorsTest {
  private final Path repository;
  private final Path published;

  ModelsDetectorsTest(@TempDir Path directory) throws IOException {
    repository = directory.resolve("models");
    published = new SpotDetector(128).publish(directory.resolve("from"), "spots", 1).directory();
  }

  @Test
  void publishedDetector_becomesAVersionThatCanBeServed() throws IOException {
    CommandRun run =
        add(published, "retinaface", "--size", "128x128", "--license", "MIT", "--source", "here");

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("assumed  channels in the order RGB\n"), run.out());
    assertTrue(
        run.out().endsWith("added    " + repository.resolve("detector/1") + "\n"), run.out());
    DetectorBundle bundle = new ModelRepository(repository).openDetector("detector", 1);
    assertEquals(Layout.RETINAFACE, bundle.manifest().layout());
    assertEquals("MIT", bundle.about().license());
    assertEquals("here", bundle.about().provenance().get("source"));
    assertEquals("detector version 1: ok\n", models("check").out());
  }

  @Test
  void options_goBeforeWhatIsAssumed() throws IOException {
    add(
        published,
        "RetinaFace",
        "--size",
        "160x128",
        "--channels",
        "bgr",
        "--mean",
        "3",
        "--std",
        "2");

    Manifest.Input input =
        new ModelRepository(repository).openDetector("detector", 1).manifest().input();
    List<Float> threes = List.of(3f, 3f, 3f);
    List<Float> twos = List.of(2f, 2f, 2f);
    assertEquals(new Manifest.Input("data", 160, 128, Channels.BGR, threes, twos), input);
  }

  @Test
  void whatOnlyEmbeddersHave_isAWrongCall() {
    for (List<String> option : List.of(List.of("--output", "fc1"), List.of("--template", "none"))) {
      CommandRun run = add(published, "retinaface", option.toArray());
      assertEquals(2, run.exit());
      assertTrue(run.err().contains("given with --detector"), run.err());
    }
    assertEquals(2, add(published, "yolo").exit());
  }

  @Test
  void networkThatFindsNoFaces_isNotAdded() throws IOException {
    Path embedder = TinyModel.write(repository.resolveSibling("other"), "face", 1, 1).directory();

    CommandRun run = add(embedder, "retinaface", "--size", "112x112");

    assertEquals(1, run.exit());
    assertTrue(run.err().contains("as retinaface has"), run.err());
    assertTrue(Files.notExists(repository), "nothing is written");
  }

  @Test
  void list_ofARepository_hasDetectorsBesideTheOthers() throws IOException {
    TinyModel.write(repository, "face", 1, 1);
    add(published, "retinaface", "--size", "128x128", "--license", "MIT");

    List<String> lines = models("list").out().lines().toList();

    assertEquals("MODEL     VERSION  SERVED  INPUT        DIMENSION  LICENSE", lines.get(0));
    assertEquals("detector  1        live    128x128 RGB  detector   MIT", lines.get(1));
    assertEquals("face      1        live    112x112 RGB  32         Apache-2.0", lines.get(2));
  }

  @Test
  void list_ofAServer_hasDetectorsBesideTheOthers() throws IOException {
    TinyModel.write(repository, "face", 1, 1);
    add(published, "retinaface", "--size", "128x128");
    try (RunningServer server = RunningServer.of(repository)) {
      List<String> lines = server.models("list").out().lines().toList();
      assertTrue(lines.get(1).startsWith("detector  1        live   detector   "), lines.get(1));
      assertTrue(lines.get(2).startsWith("face      1        live   32         "), lines.get(2));
    }
  }

  @Test
  void show_printsADetectorsManifest() {
    add(published, "retinaface", "--size", "128x128");

    CommandRun run = models("show", "detector");

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("layout: \"retinaface\""), run.out());
    assertTrue(run.out().contains("# digest "), run.out());
  }

  @Test
  void damagedDetector_failsTheCheck() throws IOException {
    add(published, "retinaface", "--size", "128x128");
    Files.writeString(repository.resolve("detector/1/model-0000.params"), "none");

    CommandRun run = models("check");

    assertEquals(1, run.exit());
    assertTrue(run.out().startsWith("detector version 1: "), run.out());
    assertTrue(!run.out().endsWith(": ok\n"), run.out());
  }

  @Test
  void publishedNetworks_areAddedWithoutOptions() {
    Path shared = SharedData.require("models");
    for (String[] model :
        new String[][] {{"retinaface-mnet025", "retinaface"}, {"mtcnn", "mtcnn"}}) {
      CommandRun run = add(shared.resolve(model[0]), model[1]);
      assertEquals(0, run.exit(), run.err());
    }
    assertEquals("detector version 1: ok\ndetector version 2: ok\n", models("check").out());
  }

  private CommandRun add(Path directory, String layout, Object... options) {
    List<Object> all = new ArrayList<>(List.of("add", directory, "--name", "detector"));
    all.addAll(List.of("--detector", layout));
    all.addAll(List.of(options));
    return models(all.toArray());
  }

  private CommandRun models(Object... command) {
    List<Object> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(command));
    all.addAll(List.of("--models", repository));
    return CommandRun.facet(all.toArray());
  }
}

package dev.facet.model.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.DetectorManifest;
import dev.facet.model.bundle.DetectorManifest.Layout;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.imports.ImportOptions.Size;
import dev.facet.model.symbol.ParamsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DetectorImportTest {

  @Test
  void retinaFace_isWhatItsPublisherFeedsIt(@TempDir Path root) throws IOException {
    DetectorImport imported =
        examine(SharedData.require("models/retinaface-mnet025"), Layout.RETINAFACE);

    DetectorManifest manifest = imported.manifest();
    assertEquals(
        new Manifest.Input(
            "data", 640, 640, Channels.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
        manifest.input());
    assertEquals("mnet.25-symbol.json", manifest.about().provenance().get("symbol"));
    assertEquals("mnet.25-symbol.json, epoch 0", imported.found().get(0));
    assertEquals("3 channels", imported.found().get(1));
    assertTrue(imported.assumed().contains("channels in the order RGB"));
    assertEquals(manifest, publish(root, imported).manifest());
  }

  @Test
  void mtcnn_isThreeNetworksInTheOrderOfTheirNames(@TempDir Path root) throws IOException {
    DetectorImport imported = examine(SharedData.require("models/mtcnn"), Layout.MTCNN);

    List<Float> mean = List.of(127.5f, 127.5f, 127.5f);
    List<Float> std = List.of(128f, 128f, 128f);
    assertEquals(
        new Manifest.Input("data", 160, 160, Channels.BGR, mean, std), imported.manifest().input());
    assertEquals(
        List.of(
            "det1-symbol.json, epoch 1",
            "det2-symbol.json, epoch 1",
            "det3-symbol.json, epoch 1",
            "3 channels"),
        imported.found());
    assertEquals(
        List.of(
            "input size 160x160: the files do not tell it",
            "channels in the order BGR",
            "mean 127.5, std 128, where they are not told: the graph does not normalise"),
        imported.assumed());
    DetectorBundle bundle = publish(root, imported);
    for (int i = 0; i < 3; i++) {
      assertEquals(
          -1,
          Files.mismatch(imported.networks().get(i).params(), bundle.networks().get(i).params()));
    }
  }

  @Test
  void whatAPersonSays_goesBeforeWhatIsAssumed(@TempDir Path root) throws IOException {
    Path published = new SpotDetector(320).publish(root, "spots", 1).directory();
    ImportOptions options =
        new ImportOptions(
            new Size(320, 320), Channels.BGR, List.of(1f, 2f, 3f), List.of(4f), null, null);

    DetectorImport imported = DetectorImport.examine(published, Layout.RETINAFACE, options);

    assertEquals(
        new Manifest.Input(
            "data", 320, 320, Channels.BGR, List.of(1f, 2f, 3f), List.of(4f, 4f, 4f)),
        imported.manifest().input());
    assertEquals(List.of(), imported.assumed());
  }

  @Test
  void networkWithoutAnOutputOfTheLayout_isRefused(@TempDir Path directory) throws IOException {
    TinyModel tiny = new TinyModel(1);
    Files.writeString(directory.resolve("net-symbol.json"), tiny.symbol().toJson());
    ParamsFile.write(directory.resolve("net-0000.params"), tiny.weights());
    ImportOptions sized = new ImportOptions(new Size(112, 112), null, null, null, null, null);

    assertRefused(
        () -> DetectorImport.examine(directory, Layout.RETINAFACE, sized),
        "outputs: [1x32] (expected: one of 1x4x3x3 among them, as retinaface has)");
  }

  @Test
  void networksInAnotherOrder_areRefused(@TempDir Path directory) throws IOException {
    Path published = SharedData.require("models/mtcnn");
    copy(published, "det1", directory, "b");
    copy(published, "det2", directory, "a");
    copy(published, "det3", directory, "c");

    assertRefused(
        () -> examine(directory, Layout.MTCNN), "a-0001.params: input of 160x160 does not fit: ");
  }

  @Test
  void anotherNumberOfNetworks_isRefused(@TempDir Path root) throws IOException {
    Path published = new SpotDetector(128).publish(root, "spots", 1).directory();
    assertRefused(
        () -> examine(published, Layout.MTCNN),
        "*-symbol.json: model-symbol.json (expected: 3 symbols in the directory, as mtcnn has)");
    assertRefused(
        () -> examine(SharedData.require("models/mtcnn"), Layout.RETINAFACE),
        "(expected: 1 symbol in the directory, as retinaface has)");
  }

  @Test
  void outputOrTemplate_isNoOptionOfADetector(@TempDir Path directory) {
    for (ImportOptions options :
        List.of(
            new ImportOptions(null, null, null, null, "fc1", null),
            new ImportOptions(null, null, null, null, null, Template.NONE))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> DetectorImport.examine(directory, Layout.RETINAFACE, options));
    }
  }

  private static DetectorImport examine(Path directory, Layout layout) throws IOException {
    return DetectorImport.examine(directory, layout, ImportOptions.NONE);
  }

  private static DetectorBundle publish(Path root, DetectorImport imported) throws IOException {
    return new ModelRepository(root)
        .publish("detector", OptionalLong.empty(), imported.manifest(), imported.networks());
  }

  private static void assertRefused(Executable call, String message) {
    String said = Refusal.message(call);
    assertTrue(said.contains(message), said);
  }

  private static void copy(Path from, String name, Path to, String other) throws IOException {
    Files.copy(from.resolve(name + "-symbol.json"), to.resolve(other + "-symbol.json"));
    Files.copy(from.resolve(name + "-0001.params"), to.resolve(other + "-0001.params"));
  }
}

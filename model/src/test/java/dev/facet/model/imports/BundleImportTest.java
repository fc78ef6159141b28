package dev.facet.model.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.imports.ImportOptions.Size;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleImportTest {
  @Test
  void mobileFace_tellsAllButWhatNoFileCan(@TempDir Path root) throws IOException {
    BundleImport imported =
        BundleImport.examine(SharedData.require("models/mobileface-v2"), ImportOptions.NONE);
    Manifest manifest = imported.manifest();
    assertEquals(
        new Manifest.Input(
            "data", 112, 112, Channels.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
        manifest.input());
    assertEquals(new Manifest.Output("fc5_bn_output", 256, true), manifest.output());
    assertEquals(
        List.of(
            "epoch 0",
            "output fc5_bn_output, 256 values",
            "3 channels",
            "the graph normalises its input itself (_minus_scalar 127.5, _mul_scalar 0.0078125):"
                + " mean 0, std 1"),
        imported.found());
    assertEquals(
        List.of(
            "input size 112x112; these fit the weights: [112x112, 128x128, 100x100]",
            "channels in the order RGB",
            "faces aligned to the template arcface-112"),
        imported.assumed());
    ModelBundle bundle =
        new ModelRepository(root)
            .publish(
                "mobileface", OptionalLong.empty(), manifest, imported.symbol(), imported.params());
    assertEquals(manifest, bundle.manifest());
  }

  @Test
  void grayNetworkOfAnotherSize_isRecognised(@TempDir Path directory) throws IOException {
    TinyModel tiny = new TinyModel(1).channels(Channels.GRAY).size(160, 160);
    write(directory, 7, tiny.symbol(), tiny.weights());
    BundleImport imported = BundleImport.examine(directory, ImportOptions.NONE);
    assertEquals(
        new Manifest.Input("data", 160, 160, Channels.GRAY, List.of(127.5f), List.of(128f)),
        imported.manifest().input());
    assertEquals("model-0007.params", imported.manifest().files().params());
    assertTrue(
        imported
            .found()
            .contains("input size 160x160: of the usual sizes the only one that fits the weights"),
        () -> "found: " + imported.found());
  }

  @Test
  void globalPooling_leavesTheSizeToBeAssumed(@TempDir Path directory) throws IOException {
    Map<String, String> filters = Map.of("kernel", "(3, 3)", "num_filter", "16");
    Map<String, String> global = Map.of("global_pool", "True", "kernel", "(1, 1)");
    SymbolGraph graph =
        new SymbolGraph(
            List.of(
                SymbolNode.variable("data"),
                SymbolNode.variable("w"),
                new SymbolNode("Convolution", "c", filters, List.of(Entry.of(0), Entry.of(1))),
                new SymbolNode("Pooling", "p", global, List.of(Entry.of(2)))),
            List.of(Entry.of(3)),
            0);
    FloatTensor weight = new FloatTensor(TensorShape.of(16, 3, 3, 3), new float[432]);
    write(directory, 0, graph, Map.of("arg:w", weight));
    BundleImport imported = BundleImport.examine(directory, ImportOptions.NONE);
    assertEquals(new Manifest.Output("p_output", 16, true), imported.manifest().output());
    assertEquals("input size 112x112: the files do not tell it", imported.assumed().get(0));
  }

  @Test
  void severalEpochs_theLastIsTaken(@TempDir Path directory) throws IOException {
    TinyModel tiny = new TinyModel(1);
    write(directory, 3, tiny.symbol(), tiny.weights());
    write(directory, 12, tiny.symbol(), tiny.weights());
    write(directory, 5, tiny.symbol(), tiny.weights());
    BundleImport imported = BundleImport.examine(directory, ImportOptions.NONE);
    assertEquals(directory.resolve("net-0012.params"), imported.params());
    assertEquals("epoch 12, the last of 3", imported.found().get(0));
  }

  /** Heads as training leaves them behind the embedding {@code fc1}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Dropout",
        "BlockGrad",
        "L2Normalization",
        "FullyConnected num_hidden=85742",
        "FullyConnected num_hidden=10 , SoftmaxOutput",
        "L2Normalization , _mul_scalar , FullyConnected num_hidden=10 , _mul_scalar , SoftmaxOutput",
      })
  void embeddingBeforeAClassifier_isFound(String tail, @TempDir Path directory) throws IOException {
    SymbolGraph tiny = new TinyModel(1).symbol();
    List<SymbolNode> nodes = new ArrayList<>(tiny.nodes());
    for (String step : tail.split(" , ", -1)) {
      String[] words = step.split("[ =]", -1);
      Map<String, String> attributes = words.length > 1 ? Map.of(words[1], words[2]) : Map.of();
      Entry before = Entry.of(nodes.size() - 1);
      nodes.add(new SymbolNode(words[0], "tail" + nodes.size(), attributes, List.of(before)));
    }
    SymbolGraph trained =
        new SymbolGraph(nodes, List.of(Entry.of(nodes.size() - 1)), SymbolGraph.CURRENT_VERSION);
    write(directory, 0, trained, new TinyModel(1).weights());
    BundleImport imported = BundleImport.examine(directory, ImportOptions.NONE);
    assertEquals(new Manifest.Output("fc1_output", 32, true), imported.manifest().output());
  }

  @Test
  void whatAPersonSays_goesBeforeWhatIsAssumed(@TempDir Path directory) throws IOException {
    TinyModel tiny = new TinyModel(1);
    write(directory, 0, tiny.symbol(), tiny.weights());
    ImportOptions options =
        new ImportOptions(
            new Size(112, 112),
            Channels.BGR,
            List.of(104f, 117f, 123f),
            List.of(1f),
            "pre_fc1_output",
            Template.NONE);
    BundleImport imported = BundleImport.examine(directory, options);
    assertEquals(
        new Manifest.Input(
            "data", 112, 112, Channels.BGR, List.of(104f, 117f, 123f), List.of(1f, 1f, 1f)),
        imported.manifest().input());
    assertEquals("pre_fc1_output", imported.manifest().output().name());
    assertEquals(Template.NONE, imported.manifest().alignment().template());
    assertEquals(List.of(), imported.assumed());
  }

  @Test
  void contradictingOption_isRefused(@TempDir Path directory) throws IOException {
    TinyModel tiny = new TinyModel(1);
    write(directory, 0, tiny.symbol(), tiny.weights());
    assertRefused(
        directory,
        new ImportOptions(null, Channels.GRAY, null, null, null, null),
        "channels: GRAY (expected: RGB or BGR, three channels)");
    assertRefused(
        directory,
        new ImportOptions(new Size(224, 224), null, null, null, null, null),
        "input size 224x224 does not fit: pre_fc1 (FullyConnected): weight 32x784 (expected: 32x3136)");
    assertRefused(
        directory,
        new ImportOptions(null, null, List.of(1f, 2f), null, null, null),
        "mean: [1.0, 2.0] (expected: 1 value, or 3)");
    assertRefused(
        directory,
        new ImportOptions(null, null, null, null, "conv1_output", null),
        "output: [conv1_output] (expected: an output of N x D values; tell its name)");
    assertRefused(
        directory,
        new ImportOptions(null, null, null, null, "fc7_output", null),
        "output.name: fc7_output (expected: an output of the symbol, such as fc1_output");
  }

  @Test
  void missingParameters_areNamed(@TempDir Path directory) throws IOException {
    TinyModel tiny = new TinyModel(1);
    Map<String, FloatTensor> weights = tiny.weights();
    weights.remove("arg:conv2_bias");
    weights.remove("aux:fc1_moving_var");
    write(directory, 0, tiny.symbol(), weights);
    assertRefused(
        directory,
        ImportOptions.NONE,
        "parameters that the symbol needs are missing: conv2_bias, fc1_moving_var");
  }

  @Test
  void directoryWithoutOneModel_isRefused(@TempDir Path directory) throws IOException {
    assertRefused(directory, ImportOptions.NONE, "*-symbol.json: none (expected: one symbol");
    Files.writeString(directory.resolve("a-symbol.json"), "{}");
    assertRefused(
        directory, ImportOptions.NONE, "a-NNNN.params: missing (expected: the parameters");
    Files.writeString(directory.resolve("b-symbol.json"), "{}");
    assertRefused(directory, ImportOptions.NONE, "a-symbol.json, b-symbol.json (expected: one");
  }

  @Test
  void detector_isNoEmbeddingModel() {
    Path retinaface = SharedData.require("models/retinaface-mnet025");
    assertRefused(retinaface, ImportOptions.NONE, "(expected: an output of N x D values;");
  }

  private static void assertRefused(Path directory, ImportOptions options, String message) {
    String said = Refusal.message(() -> BundleImport.examine(directory, options));
    assertTrue(said.contains(message), said);
  }

  private static void write(
      Path directory, int epoch, SymbolGraph symbol, Map<String, FloatTensor> weights)
      throws IOException {
    Files.writeString(directory.resolve("net-symbol.json"), symbol.toJson());
    ParamsFile.write(directory.resolve(String.format("net-%04d.params", epoch)), weights);
  }
}

package dev.facet.model.quantization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.similarity.Similarity;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With small networks of random weights and made-up faces. */
class QuantizerTest {

  private static final int FACES = 24;

  private final Path directory;
  private final Path repository;

  QuantizerTest(@TempDir Path directory) {
    this.directory = directory;
    repository = directory.resolve("models");
  }

  private static float[][] faces(ModelBundle bundle, long seed) {
    Manifest.Input input = bundle.manifest().input();
    Random random = new Random(seed);
    float[][] faces = new float[FACES][input.channels().count() * input.height() * input.width()];
    for (float[] face : faces) {
      // Each of another brightness, as photos are.
      float brightness = random.nextFloat();
      for (int i = 0; i < face.length; i++) {
        face[i] = brightness * (2 * random.nextFloat() - 1);
      }
    }
    return faces;
  }

  private Map<String, LayerRange> ranges(ModelBundle source) throws IOException {
    try (Calibration calibration = Quantizer.of(source).calibrate(directory)) {
      calibration.add(faces(source, 1));
      return calibration.ranges();
    }
  }

  private static LayerRange range(Map<String, LayerRange> ranges, String layer) {
    return Objects.requireNonNull(ranges.get(layer), layer);
  }

  private ModelBundle quantized(ModelBundle source) throws IOException {
    Path target = Files.createTempDirectory(directory, "quantized");
    return Quantizer.of(source).write(target, ranges(source));
  }

  private double meanCosine(ModelBundle one, ModelBundle other) throws IOException {
    float[][] faces = faces(one, 2);
    try (EmbeddingModel first = EmbeddingModel.load(one, ComputeDevice.CPU);
        EmbeddingModel second = EmbeddingModel.load(other, ComputeDevice.CPU)) {
      float[][] expected = first.embed(faces);
      float[][] actual = second.embed(faces);
      double sum = 0;
      for (int i = 0; i < FACES; i++) {
        sum += Similarity.cosine(expected[i], actual[i]);
      }
      return sum / FACES;
    }
  }

  @Test
  void network_computesOnIntegersButForItsFirstConvolution() throws Exception {
    ModelBundle source = TinyModel.write(repository, "tiny", 1, 5);
    ModelBundle quantized = quantized(source);
    SymbolGraph graph = SymbolGraph.read(quantized.symbol());
    assertTrue(graph.isQuantized());
    assertFalse(graph.isQuantizedFromTheStart());
    assertFalse(node(graph, "sg_mkldnn_conv_act_0").flag("quantized", false));
    assertTrue(node(graph, "quantized_sg_mkldnn_conv_act_1").flag("quantized", false));
    assertEquals(
        2, graph.nodes().stream().filter(node -> node.op().equals("_sg_mkldnn_conv")).count());
    assertNotEquals(source.digest(), quantized.digest());
  }

  private static SymbolNode node(SymbolGraph graph, String name) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void embeddings_areAlmostThoseOfTheFloatNetwork() throws Exception {
    ModelBundle source = TinyModel.write(repository, "tiny", 1, 5);
    double cosine = meanCosine(source, quantized(source));
    assertTrue(cosine > 0.999, "mean cosine " + cosine);
    assertTrue(cosine < 0.9999999, "computed as float, mean cosine " + cosine);
  }

  @Test
  void unusualModels_areQuantisedToo() throws Exception {
    List<TinyModel> models =
        List.of(
            new TinyModel(6).unnormalized(),
            new TinyModel(6).flipAveraging(),
            new TinyModel(6).channels(Manifest.Channels.GRAY).size(100, 100));
    for (int i = 0; i < models.size(); i++) {
      ModelBundle source = models.get(i).publish(repository, "tiny", i + 1);
      double cosine = meanCosine(source, quantized(source));
      assertTrue(cosine > 0.999, "model " + i + ": mean cosine " + cosine);
    }
  }

  @Test
  void networkWithPrelu_isQuantisedToo() throws Exception {
    TinyModel tiny = new TinyModel(9);
    List<SymbolNode> nodes = new ArrayList<>(List.of(SymbolNode.variable("slopes")));
    for (SymbolNode node : tiny.symbol().nodes()) {
      List<Entry> inputs = new ArrayList<>();
      node.inputs().forEach(input -> inputs.add(Entry.of(input.node() + 1)));
      if (node.name().equals("relu2")) {
        inputs.add(Entry.of(0));
        nodes.add(new SymbolNode("LeakyReLU", "relu2", Map.of("act_type", "prelu"), inputs));
      } else {
        nodes.add(new SymbolNode(node.op(), node.name(), node.attributes(), inputs));
      }
    }
    float[] slopes = new float[16];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = 0.1f + 0.02f * i;
    }
    Map<String, FloatTensor> weights = new LinkedHashMap<>(tiny.weights());
    weights.put("arg:slopes", new FloatTensor(TensorShape.of(slopes.length), slopes));
    ModelBundle source =
        publish(
            tiny.manifest(),
            new SymbolGraph(
                nodes, List.of(Entry.of(nodes.size() - 1)), SymbolGraph.CURRENT_VERSION),
            weights);
    double cosine = meanCosine(source, quantized(source));
    assertTrue(cosine > 0.999, "mean cosine " + cosine);
  }

  @Test
  void embeddingOfAFusedLayer_keepsItsPlaceUnderAnotherName() throws Exception {
    TinyModel tiny = new TinyModel(7);
    Manifest manifest = tiny.manifest();
    ModelBundle source =
        publish(
            new Manifest(
                manifest.files(),
                manifest.input(),
                new Manifest.Output("pre_fc1_output", TinyModel.DIMENSION, true),
                manifest.alignment(),
                manifest.about()),
            tiny.symbol(),
            tiny.weights());
    ModelBundle quantized = quantized(source);
    assertNotEquals("pre_fc1_output", quantized.manifest().output().name());
    assertTrue(meanCosine(source, quantized) > 0.999);
  }

  @Test
  void ranges_areTheLeastAndGreatestValuesOfTheLayerAlone() throws Exception {
    TinyModel tiny = new TinyModel(8);
    ModelBundle source = tiny.publish(repository, "tiny", 1);
    Map<String, LayerRange> ranges = ranges(source);
    // The whole network as it was published, cut after its first activation.
    Manifest manifest = tiny.manifest();
    ModelBundle cut =
        publish(
            new Manifest(
                manifest.files(),
                manifest.input(),
                new Manifest.Output("relu1_output", 8 * 28 * 28, false),
                manifest.alignment(),
                manifest.about()),
            tiny.symbol(),
            tiny.weights());
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    try (EmbeddingModel layer = EmbeddingModel.load(cut, ComputeDevice.CPU, GraphPasses.NONE)) {
      for (float[] values : layer.embed(faces(source, 1))) {
        for (float value : values) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    LayerRange range = range(ranges, "sg_mkldnn_conv_act_0_output");
    assertEquals(low, range.low(), 1e-5);
    assertEquals(high, range.high(), 1e-5);
    assertTrue(high > low);
  }

  @Test
  void facesAddedInTurns_giveTheRangesOfAllOfThem() throws Exception {
    ModelBundle source = TinyModel.write(repository, "tiny", 1, 5);
    float[][] faces = faces(source, 1);
    try (Calibration calibration = Quantizer.of(source).calibrate(directory)) {
      for (float[] face : faces) {
        calibration.add(new float[][] {face});
      }
      assertEquals(FACES, calibration.faces());
      Map<String, LayerRange> inTurns = calibration.ranges();
      ranges(source)
          .forEach(
              (layer, range) -> {
                assertEquals(range.low(), range(inTurns, layer).low(), 1e-5, layer);
                assertEquals(range.high(), range(inTurns, layer).high(), 1e-5, layer);
              });
    }
  }

  @Test
  void calibration_leavesNoFiles() throws Exception {
    ModelBundle source = TinyModel.write(repository, "tiny", 1, 5);
    Path workspace = directory.resolve("workspace");
    Quantizer.of(source).calibrate(workspace).close();
    try (var left = Files.list(workspace)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void noFaces_areNoCalibration() throws Exception {
    ModelBundle source = TinyModel.write(repository, "tiny", 1, 5);
    try (Calibration calibration = Quantizer.of(source).calibrate(directory)) {
      IllegalStateException e = assertThrows(IllegalStateException.class, calibration::ranges);
      assertEquals("faces: 0 (expected: at least one to calibrate on)", e.getMessage());
    }
  }

  @Test
  void missingRange_isRefusedByTheNamesOfTheLayers() throws Exception {
    ModelBundle source = TinyModel.write(repository, "tiny", 1, 5);
    Quantizer quantizer = Quantizer.of(source);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> quantizer.write(directory, Map.of("data", new LayerRange(-1, 1))));
    assertEquals("ranges: of [data] (expected: of " + quantizer.layers() + ")", e.getMessage());
  }

  @Test
  void quantisedModel_isNotQuantisedAgain() throws Exception {
    ModelBundle quantized = quantized(TinyModel.write(repository, "tiny", 1, 5));
    assertEquals(
        quantized.symbol() + ": is quantised already",
        Refusal.message(() -> Quantizer.of(quantized)));
  }

  @Test
  void networkWithoutConvolutions_isRefused() throws Exception {
    Entry data = Entry.of(0);
    SymbolGraph graph =
        new SymbolGraph(
            List.of(
                SymbolNode.variable("data"),
                SymbolNode.variable("scale"),
                new SymbolNode("broadcast_mul", "fc1", Map.of(), List.of(data, Entry.of(1)))),
            List.of(Entry.of(2)),
            SymbolGraph.CURRENT_VERSION);
    Manifest manifest = new TinyModel(1).manifest();
    ModelBundle source =
        publish(
            new Manifest(
                manifest.files(),
                manifest.input(),
                new Manifest.Output("fc1_output", 3 * 112 * 112, true),
                manifest.alignment(),
                manifest.about()),
            graph,
            Map.of("arg:scale", new FloatTensor(TensorShape.of(1, 1, 1, 1), new float[] {2})));
    assertEquals(
        source.symbol()
            + ": has no operator that can be quantised behind a first Convolution, which stays float",
        Refusal.message(() -> Quantizer.of(source)));
  }

  @Test
  void gpu_isRefusedBeforeItIsLookedFor() throws Exception {
    ModelBundle quantized = quantized(TinyModel.write(repository, "tiny", 1, 5));
    assertEquals(
        quantized.symbol() + ": is quantised, which runs on cpu only, not on gpu0",
        Refusal.message(() -> EmbeddingModel.load(quantized, ComputeDevice.parse("gpu0"))));
  }

  @Test
  void withoutGraphPasses_itComputesTheSameBits() throws Exception {
    ModelBundle quantized = quantized(TinyModel.write(repository, "tiny", 1, 5));
    float[][] faces = faces(quantized, 2);
    try (EmbeddingModel all = EmbeddingModel.load(quantized, ComputeDevice.CPU, GraphPasses.ALL);
        EmbeddingModel none = EmbeddingModel.load(quantized, ComputeDevice.CPU, GraphPasses.NONE)) {
      assertTrue(Arrays.deepEquals(all.embed(faces), none.embed(faces)));
      assertFalse(Arrays.deepEquals(all.embed(faces), all.embed(faces(quantized, 3))));
    }
  }

  private ModelBundle publish(
      Manifest manifest, SymbolGraph graph, Map<String, FloatTensor> weights) throws IOException {
    Path symbol = directory.resolve("symbol.json");
    Path params = directory.resolve("weights.params");
    Files.writeString(symbol, graph.toJson());
    ParamsFile.write(params, weights);
    return new ModelRepository(repository)
        .publish("written", OptionalLong.empty(), manifest, symbol, params);
  }
}

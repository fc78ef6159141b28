package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.TinyModel;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that contradict themselves or go to the limits. */
class UnusualBundleTest {

  private final TinyModel tiny = new TinyModel(1);
  private final Map<String, FloatTensor> weights = new LinkedHashMap<>(tiny.weights());
  private SymbolGraph symbol = tiny.symbol();
  private Manifest.Input input = tiny.manifest().input();
  private Manifest.Output output = tiny.manifest().output();

  private ModelBundle publish(Path directory) throws IOException {
    Path symbolFile = Files.writeString(directory.resolve("s.json"), symbol.toJson());
    Path paramsFile = directory.resolve("w.params");
    ParamsFile.write(paramsFile, weights);
    Manifest base = tiny.manifest();
    Manifest manifest = new Manifest(base.files(), input, output, base.alignment(), base.about());
    return new ModelRepository(directory.resolve("models"))
        .publish("tiny", OptionalLong.empty(), manifest, symbolFile, paramsFile);
  }

  private static String refusal(ModelBundle bundle) {
    BadBundleException e =
        assertThrows(
            BadBundleException.class, () -> EmbeddingModel.load(bundle, ComputeDevice.CPU).close());
    return String.valueOf(e.getMessage());
  }

  private static void requireMessage(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> part + " is not in: " + message);
    }
  }

  @Test
  void unknownOutput_isRefusedNamingTheNearest(@TempDir Path directory) throws Exception {
    output = new Manifest.Output("fc1_outputs", 32, true);
    requireMessage(
        refusal(publish(directory)), "output.name: fc1_outputs", "expected:", "fc1_output");
  }

  @Test
  void wrongDimension_isRefusedNamingTheRightOne(@TempDir Path directory) throws Exception {
    output = new Manifest.Output("fc1_output", 128, true);
    requireMessage(
        refusal(publish(directory)), "model.yaml: output.dimension: 128 (expected: 32", "1x32");
  }

  @Test
  void unknownInput_isRefusedNamingWhatThereIs(@TempDir Path directory) throws Exception {
    input = new Manifest.Input("image", 112, 112, input.channels(), input.mean(), input.std());
    requireMessage(refusal(publish(directory)), "model.yaml: input.name: image (expected:", "data");
  }

  @Test
  void sizeThatTheWeightsDoNotFit_isRefusedNamingTheArray(@TempDir Path directory)
      throws Exception {
    input = new Manifest.Input("data", 160, 160, input.channels(), input.mean(), input.std());
    requireMessage(
        refusal(publish(directory)),
        "model-0000.params: pre_fc1_weight: 32x784 of FLOAT32 (expected: 32x1600 of FLOAT32)");
  }

  @Test
  void missingArrays_areRefusedByName(@TempDir Path directory) throws Exception {
    weights.remove("arg:conv2_bias");
    weights.remove("aux:fc1_moving_var");
    requireMessage(
        refusal(publish(directory)), "model-0000.params: lacks conv2_bias, fc1_moving_var");
  }

  @Test
  void arrayOfWrongShape_isRefusedByName(@TempDir Path directory) throws Exception {
    weights.put("arg:conv1_bias", new FloatTensor(TensorShape.of(9), new float[9]));
    requireMessage(refusal(publish(directory)), "conv1_bias: 9 of FLOAT32 (expected: 8 of FLOAT32");
  }

  @Test
  void truncatedParams_areRefused(@TempDir Path directory) throws Exception {
    ModelBundle bundle = publish(directory);
    byte[] params = Files.readAllBytes(bundle.params());
    for (int length : new int[] {0, 7, 100, params.length / 2, params.length - 1}) {
      Files.write(bundle.params(), Arrays.copyOf(params, length));
      requireMessage(refusal(ModelBundle.open(bundle.directory())), "model-0000.params: ");
    }
  }

  @Test
  void weightsWithNaN_areRefused(@TempDir Path directory) throws Exception {
    ModelBundle bundle = new TinyModel(1).nan().publish(directory, "tiny", 1);
    requireMessage(refusal(bundle), "model-0000.params: gives values that hold NaN");
  }

  @Test
  void operatorThatTheEngineLacks_isRefusedByName(@TempDir Path directory) throws Exception {
    List<SymbolNode> nodes = new ArrayList<>(symbol.nodes());
    int last = nodes.size() - 1;
    nodes.add(new SymbolNode("Teleport", "beam", Map.of(), List.of(Entry.of(last))));
    symbol = new SymbolGraph(nodes, List.of(Entry.of(last + 1)), symbol.mxnetVersion());
    output = new Manifest.Output("beam_output", 32, true);
    requireMessage(refusal(publish(directory)), "model-symbol.json: MXNet refuses it", "Teleport");
  }

  @Test
  void graphThatMixesTheFacesOfABatch_isRefused(@TempDir Path directory) throws Exception {
    List<SymbolNode> nodes = new ArrayList<>(symbol.nodes());
    int last = nodes.size() - 1;
    nodes.add(new SymbolNode("reverse", "mix", Map.of("axis", "(0,)"), List.of(Entry.of(last))));
    symbol = new SymbolGraph(nodes, List.of(Entry.of(last + 1)), symbol.mxnetVersion());
    output = new Manifest.Output("mix_output", 32, true);
    requireMessage(refusal(publish(directory)), "other values in a batch of 2");
  }

  @Test
  void outputInsideTheGraph_isServedWithoutTheArraysAfterIt(@TempDir Path directory)
      throws Exception {
    output = new Manifest.Output("flatten_output", 784, false);
    try (EmbeddingModel model = EmbeddingModel.load(publish(directory), ComputeDevice.CPU)) {
      float[][] embeddings = model.embed(Tensors.random(input, 2, 1));
      assertEquals(784, embeddings[1].length);
    }
  }

  @Test
  void faceThatOverflows_isNamedByItsIndexAndLeavesTheOthersAlone(@TempDir Path directory)
      throws Exception {
    float[] dense = Objects.requireNonNull(weights.get("arg:pre_fc1_weight")).values();
    for (int i = 0; i < dense.length; i++) {
      dense[i] *= 1e30f;
    }
    try (EmbeddingModel model = EmbeddingModel.load(publish(directory), ComputeDevice.CPU)) {
      float[][] faces = Tensors.random(input, 12, 3);
      float[] expected = model.embed(new float[][] {faces[0]})[0];
      Arrays.fill(faces[10], 1e12f);
      NonFiniteEmbeddingException e =
          assertThrows(NonFiniteEmbeddingException.class, () -> model.embed(faces));
      assertEquals(10, e.index());
      assertArrayEquals(expected, model.embed(new float[][] {faces[0]})[0]);
    }
  }

  @Test
  void absentGpu_isRefusedSayingWhatTheEngineSees(@TempDir Path directory) throws Exception {
    ModelBundle bundle = publish(directory);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> EmbeddingModel.load(bundle, ComputeDevice.parse("gpu99")).close());
    requireMessage(String.valueOf(e.getMessage()), "device: gpu99 (expected: ", "GPU");
  }
}

package dev.facet.model.symbol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolGraphTest {
  private static final List<Entry> INPUT = List.of(Entry.of(0));

  @ParameterizedTest
  @ValueSource(strings = {"param", "attr", "attrs"})
  void attributesOfEachVersion_areRead(String key, @TempDir Path directory) throws IOException {
    SymbolGraph graph =
        read(
            directory,
            """
            {"nodes": [
              {"op": "null", "name": "data", "inputs": []},
              {"op": "clip", "name": "c", "%s": {"a_min": "0", "a_max": "6"}, "inputs": [[0, 0]],
               "backward_source_id": -1}],
             "arg_nodes": [0], "heads": [[1, 0]]}
            """
                .formatted(key));
    assertEquals(Map.of("a_min", "0", "a_max", "6"), graph.nodes().get(1).attributes());
    assertEquals(List.of("data"), graph.arguments());
    assertEquals(List.of("c_output"), graph.outputs());
    assertEquals(0, graph.mxnetVersion());
  }

  @Test
  void batchNormBeforeItsStatisticsWereInputs_getsThem(@TempDir Path directory) throws IOException {
    SymbolGraph graph =
        read(
            directory,
            """
            {"nodes": [
              {"op": "null", "name": "data", "inputs": []},
              {"op": "null", "name": "bn_gamma", "inputs": []},
              {"op": "null", "name": "bn_beta", "inputs": []},
              {"op": "BatchNorm", "name": "bn", "inputs": [[0, 0], [1, 0], [2, 0]]},
              {"op": "Flatten", "name": "f", "inputs": [[3, 0]]}],
             "heads": [[4, 0]]}
            """);
    assertEquals(List.of("data", "bn_gamma", "bn_beta"), graph.arguments());
    assertEquals(List.of("bn_moving_mean", "bn_moving_var"), graph.auxiliaries());
    assertEquals("bn", graph.nodes().get(graph.nodes().get(6).inputs().get(0).node()).name());
    assertEquals("f_output", graph.outputName(graph.heads().get(0)));
  }

  @Test
  void cut_keepsWhatTheOutputNeedsAndNothingElse() throws BadBundleException {
    SymbolGraph cut = new TinyModel(1).symbol().withHead("pool_output");
    assertEquals(
        List.of("data", "conv1_weight", "conv1_bias", "conv2_weight", "conv2_bias"),
        cut.arguments());
    assertEquals(List.of(), cut.auxiliaries());
    assertEquals(
        List.of("conv1_output", "relu1_output", "conv2_output", "relu2_output", "pool_output"),
        cut.outputs());
    assertEquals("pool_output", cut.outputName(cut.heads().get(0)));
  }

  @Test
  void operatorWithSeveralOutputs_isCutAtOneOfThem() throws BadBundleException {
    SymbolNode slice =
        new SymbolNode("SliceChannel", "s", Map.of("num_outputs", "2"), List.of(Entry.of(0)));
    SymbolGraph graph =
        new SymbolGraph(List.of(SymbolNode.variable("data"), slice), List.of(Entry.of(1)), 0);
    assertEquals(List.of("s_output0", "s_output1"), graph.outputs());
    assertEquals(List.of(new Entry(1, 1, 0)), graph.withHead("s_output1").heads());
  }

  @Test
  void unknownOutput_isRefusedWithTheNearest() {
    assertEquals(
        "output.name: fc1 (expected: an output of the symbol, such as fc1_output,"
            + " flatten_output, pre_fc1_output, pool_output, relu2_output)",
        Refusal.message(() -> new TinyModel(1).symbol().withHead("fc1")));
  }

  @ParameterizedTest
  @CsvSource({
    "models/mobileface-v2/MobileFace_Identification_V2-symbol.json, 116, 76, fc5_bn_output, 10200",
    "models/symbols/lresnet34e-ir-symbol.json, 167, 110, fc1_output, 1201",
    "models/symbols/mobilefacenet-y1-symbol.json, 185, 100, fc1_output, 10000",
    "models/mtcnn/det2-symbol.json, 18, 0, conv5_2_output, 0",
  })
  void publishedSymbol_isReadAndWrittenUnchanged(
      String file,
      int arguments,
      int auxiliaries,
      String head,
      int version,
      @TempDir Path directory)
      throws IOException {
    SymbolGraph graph = SymbolGraph.read(SharedData.require(file));
    assertEquals(arguments, graph.arguments().size());
    assertEquals(auxiliaries, graph.auxiliaries().size());
    assertEquals(head, graph.outputName(graph.heads().get(0)));
    assertEquals(version, graph.mxnetVersion());
    assertEquals(graph, read(directory, graph.toJson()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | not JSON",
        "[] | nodes: missing (expected: an array",
        "{\"nodes\": 3} | nodes: 3 (expected: an array",
        "{\"nodes\": [{\"name\": \"x\"}]} | nodes[0].op: missing (expected: text)",
        "{\"nodes\": [{\"op\": \"null\", \"name\": \"x\"}]} | nodes[0].inputs: missing",
        "{\"nodes\": [{\"op\": \"a\", \"name\": \"x\", \"inputs\": [[0, 0]]}]} | nodes[0].inputs: [0,0]",
        "{\"nodes\": [], \"heads\": []} | heads: [] (expected: at least one output)",
        "{\"nodes\": [], \"heads\": [[0, 0, 0]]} | heads: [0,0,0] (expected: [node, output], the node",
      })
  void whatIsNoSymbol_isRefused(String json, String message, @TempDir Path directory) {
    String said = Refusal.message(() -> read(directory, json));
    assertTrue(said.contains(message), said);
  }

  @Test
  void damagedSymbol_isReadOrRefusedAndNothingElse(@TempDir Path directory) throws IOException {
    byte[] whole = new TinyModel(1).symbol().toJson().getBytes(StandardCharsets.UTF_8);
    Map<String, TensorShape> variables = Map.of("data", TensorShape.of(1, 3, 112, 112));
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        damaged[random.nextInt(whole.length)] = (byte) (' ' + random.nextInt(95));
      }
      try {
        SymbolGraph graph = SymbolGraph.read(Files.write(directory.resolve("d.json"), damaged));
        ShapeInference.of(graph.withHead("fc1_output"), variables);
      } catch (BadBundleException | ShapeMismatchException e) {
        refused++;
      }
    }
    assertTrue(refused > 1000, "few were refused");
  }

  @Test
  void nodeThatTakesALaterOne_isRefused() {
    SymbolNode node = new SymbolNode("Flatten", "f", Map.of(), List.of(Entry.of(0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SymbolGraph(List.of(node), List.of(Entry.of(0)), 0));
  }

  private static SymbolGraph read(Path directory, String json) throws IOException {
    return SymbolGraph.read(Files.writeString(directory.resolve("symbol.json"), json));
  }

  @Test
  void fusedOperator_keepsWhatItWasFusedFrom(@TempDir Path directory) throws Exception {
    SymbolGraph inner =
        new SymbolGraph(
            List.of(
                SymbolNode.variable("data0"),
                new SymbolNode("Activation", "relu", Map.of("act_type", "relu"), INPUT)),
            List.of(Entry.of(1)),
            0);
    SymbolNode fused = new SymbolNode("_sg_mkldnn_conv", "conv", Map.of(), INPUT, List.of(inner));
    SymbolGraph graph =
        new SymbolGraph(List.of(SymbolNode.variable("data"), fused), List.of(Entry.of(1)), 10900);
    Path file = directory.resolve("symbol.json");
    Files.writeString(file, graph.toJson());
    assertEquals(graph, SymbolGraph.read(file));
    assertEquals(graph, SymbolGraph.read(file).withHead("conv_output"));
    assertFalse(graph.isQuantized());
  }

  @Test
  void quantisedOperator_makesTheGraphQuantised() {
    SymbolNode quantize = new SymbolNode("_contrib_quantize_v2", "quantize", Map.of(), INPUT);
    SymbolGraph graph =
        new SymbolGraph(List.of(SymbolNode.variable("data"), quantize), List.of(Entry.of(1)), 0);
    assertTrue(graph.isQuantized());
  }

  @Test
  void controlFlow_isRefused(@TempDir Path directory) throws Exception {
    SymbolGraph inner = new SymbolGraph(List.of(SymbolNode.variable("x")), INPUT, 0);
    SymbolNode loop = new SymbolNode("_foreach", "loop", Map.of(), INPUT, List.of(inner));
    SymbolGraph graph =
        new SymbolGraph(List.of(SymbolNode.variable("data"), loop), List.of(Entry.of(1)), 0);
    Path file = directory.resolve("symbol.json");
    Files.writeString(file, graph.toJson());
    assertEquals(
        file + ": nodes[1].subgraphs: _foreach (expected: no control flow)",
        Refusal.message(() -> SymbolGraph.read(file)));
  }
}

package dev.facet.model.symbol.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DepthwisePreluTest {
  private static final TensorShape FACE = TensorShape.of(1, 3, 112, 112);

  @ParameterizedTest
  @ValueSource(strings = {"mobilefacenet-y1-symbol.json", "lresnet34e-ir-symbol.json"})
  void publishedSymbol_keepsItsVariablesAndOutputs(String file) throws IOException {
    SymbolGraph original = SymbolGraph.read(SharedData.require("models/symbols/" + file));
    SymbolGraph rewritten = DepthwisePrelu.rewrite(original, "data", FACE);
    assertEquals(original.arguments(), rewritten.arguments());
    assertEquals(original.auxiliaries(), rewritten.auxiliaries());
    assertTrue(rewritten.outputs().containsAll(original.outputs()));
    assertEquals("fc1_output", rewritten.outputName(rewritten.heads().get(0)));
    assertTrue(rewritten.nodes().stream().noneMatch(node -> node.op().equals("LeakyReLU")));
  }

  @Test
  void otherActivations_stayAsTheyAre() {
    Map<String, String> elu = Map.of("act_type", "elu");
    SymbolGraph original =
        new SymbolGraph(
            List.of(
                SymbolNode.variable("data"),
                new SymbolNode("LeakyReLU", "leaky", Map.of(), List.of(Entry.of(0))),
                new SymbolNode("LeakyReLU", "elu", elu, List.of(Entry.of(1)))),
            List.of(Entry.of(2)),
            SymbolGraph.CURRENT_VERSION);
    assertEquals(original, DepthwisePrelu.rewrite(original, "data", FACE));
  }

  @Test
  void preluOverRows_staysAsItIs() {
    SymbolGraph original = prelu("photo");
    assertEquals(original, DepthwisePrelu.rewrite(original, "photo", TensorShape.of(1, 3)));
  }

  @Test
  void inputOfAnyName_isKnown() {
    SymbolGraph rewritten = DepthwisePrelu.rewrite(prelu("photo"), "photo", FACE);
    assertEquals(List.of("photo", "slopes"), rewritten.arguments());
    assertEquals("(3,)", rewritten.nodes().get(1).attributes().get("__shape__"));
    assertEquals("elemwise_add", rewritten.nodes().get(rewritten.heads().get(0).node()).op());
  }

  @Test
  void inputThatTheNetworkDoesNotTake_isRefused() {
    SymbolGraph graph = new TinyModel(1).symbol();
    TensorShape rows = TensorShape.of(1, 3);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> DepthwisePrelu.rewrite(graph, "data", rows));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("input: 1x3 (conv1"), refused.getMessage());
  }

  private static SymbolGraph prelu(String input) {
    return new SymbolGraph(
        List.of(
            SymbolNode.variable(input),
            SymbolNode.variable("slopes"),
            new SymbolNode(
                "LeakyReLU",
                "prelu",
                Map.of("act_type", "prelu"),
                List.of(Entry.of(0), Entry.of(1)))),
        List.of(Entry.of(2)),
        SymbolGraph.CURRENT_VERSION);
  }
}

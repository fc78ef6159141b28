package dev.facet.model.symbol.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlattenedDenseTest {

  @Test
  void layerThatTakesImages_getsAFlatten_ofAFreeName() {
    SymbolGraph rewritten = FlattenedDense.rewrite(dense("True", "dense_rows"));

    SymbolNode flatten = rewritten.nodes().get(2);
    assertEquals(new SymbolNode("Flatten", "dense_rows-", Map.of(), List.of(Entry.of(0))), flatten);
    assertEquals(List.of(Entry.of(2), Entry.of(1)), rewritten.nodes().get(3).inputs());
    assertEquals("dense_output", rewritten.outputName(rewritten.heads().get(0)));
  }

  @Test
  void layerThatTakesTheLastAxisOnly_staysAsItIs() {
    SymbolGraph graph = dense("False", "weight");
    assertEquals(graph, FlattenedDense.rewrite(graph));
  }

  @Test
  void layerBehindAFlatten_staysAsItIs() {
    SymbolGraph graph = new TinyModel(1).symbol();
    assertEquals(graph, FlattenedDense.rewrite(graph));
  }

  private static SymbolGraph dense(String flatten, String weight) {
    Map<String, String> attributes = Map.of("num_hidden", "4", "flatten", flatten);
    return new SymbolGraph(
        List.of(
            SymbolNode.variable("data"),
            SymbolNode.variable(weight),
            new SymbolNode(
                "FullyConnected", "dense", attributes, List.of(Entry.of(0), Entry.of(1)))),
        List.of(Entry.of(2)),
        SymbolGraph.CURRENT_VERSION);
  }
}

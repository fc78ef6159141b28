package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphEndsTest {

  @Test
  void whateverReadsTheInput_readsItBehindOneOperator_andEachOutputHasOneBehindIt() {
    SymbolGraph graph =
        new SymbolGraph(
            List.of(
                SymbolNode.variable("weight"),
                SymbolNode.variable("data"),
                node("first", Entry.of(1), Entry.of(0)),
                node("second", new Entry(2, 1, 0), Entry.of(1))),
            List.of(Entry.of(3), new Entry(2, 1, 0)),
            10901);

    assertEquals(
        new SymbolGraph(
            List.of(
                SymbolNode.variable("weight"),
                SymbolNode.variable("data"),
                end("facet_input", Entry.of(1)),
                node("first", Entry.of(2), Entry.of(0)),
                node("second", new Entry(3, 1, 0), Entry.of(2)),
                end("facet_output0", Entry.of(4)),
                end("facet_output1", new Entry(3, 1, 0))),
            List.of(Entry.of(5), Entry.of(6)),
            10901),
        GraphEnds.guarded(graph, "data"));
  }

  private static SymbolNode node(String name, Entry... inputs) {
    return new SymbolNode("Some", name, Map.of(), List.of(inputs));
  }

  private static SymbolNode end(String name, Entry input) {
    return new SymbolNode("BlockGrad", name, Map.of(), List.of(input));
  }
}

package dev.facet.model.engine;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sees to it that a compiled symbol takes scratch memory only when it is planned: puts an operator
 * that needs none between the input and what reads it, and one behind each output.
 *
 * <p>MXNet plans only the operators within a symbol. Those that read the input or write an output
 * are called anew in every run, since those arrays are others each time, and each of them that may
 * need scratch memory takes the next space of the calling thread's ring, as a plan does. Such a
 * space may be any lane's, and the plans that the thread makes later no longer get those of their
 * lanes: what {@link Lanes} rely on.
 */
final class GraphEnds {

  /** Gives what it gets, to the bit, in one copy. A product with 1 would take a space, too. */
  private static final String OPERATOR = "BlockGrad";

  private GraphEnds() {}

  /**
   * The same network with such operators at its ends.
   *
   * @param inputName a variable of the graph
   */
  static SymbolGraph guarded(SymbolGraph graph, String inputName) {
    List<SymbolNode> nodes = new ArrayList<>();
    int input = Integer.MAX_VALUE;
    for (SymbolNode node : graph.nodes()) {
      nodes.add(node.withInputs(moved(node.inputs(), input)));
      if (node.isVariable() && node.name().equals(inputName)) {
        input = nodes.size() - 1;
        nodes.add(end("facet_input", Entry.of(input)));
      }
    }
    List<Entry> heads = new ArrayList<>();
    for (Entry head : moved(graph.heads(), input)) {
      nodes.add(end("facet_output" + heads.size(), head));
      heads.add(Entry.of(nodes.size() - 1));
    }
    return new SymbolGraph(nodes, heads, graph.mxnetVersion());
  }

  /** The input and all nodes behind it are one further; in its place there is what reads it. */
  private static List<Entry> moved(List<Entry> entries, int input) {
    return entries.stream()
        .map(
            entry ->
                entry.node() < input
                    ? entry
                    : new Entry(entry.node() + 1, entry.output(), entry.version()))
        .toList();
  }

  private static SymbolNode end(String name, Entry input) {
    return new SymbolNode(OPERATOR, name, Map.of(), List.of(input));
  }
}

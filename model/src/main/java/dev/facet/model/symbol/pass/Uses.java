package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.List;

/** Who takes what a network's nodes give. */
final class Uses {
  private final List<List<Integer>> takers = new ArrayList<>();
  private final int[] count;

  Uses(SymbolGraph graph) {
    count = new int[graph.nodes().size()];
    for (int i = 0; i < count.length; i++) {
      takers.add(new ArrayList<>());
      for (Entry input : graph.nodes().get(i).inputs()) {
        takers.get(input.node()).add(i);
        count[input.node()]++;
      }
    }
    graph.heads().forEach(head -> count[head.node()]++);
  }

  /** Whether a node's result is taken once: by one input of one node, or as an output. */
  boolean once(int node) {
    return count[node] == 1;
  }

  /**
   * The nodes that take a node's result, once for each input that does; none if it is an output.
   */
  List<Integer> takers(int node) {
    return takers.get(node).size() == count[node] ? List.copyOf(takers.get(node)) : List.of();
  }
}

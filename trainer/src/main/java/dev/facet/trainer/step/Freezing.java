package dev.facet.trainer.step;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What of a network stays as it is.
 *
 * @param parameters the names of parameters that do not learn. A batch norm with such a name among
 *     its statistics also keeps these and normalises by them.
 * @param statistics whether every batch norm keeps its statistics and normalises by them, as in
 *     serving, rather than by the batch's own
 * @param firstSteps number of steps in which all of the network stays as it is: it embeds as in
 *     serving, by its statistics and without dropout, and only what a loss has of its own learns
 */
public record Freezing(Predicate<String> parameters, boolean statistics, long firstSteps) {

  /** Everything learns, and statistics follow the batches. */
  public static final Freezing NOTHING = new Freezing(name -> false, false, 0);

  /** The graph with those batch norms fixed that keep their statistics. */
  SymbolGraph apply(SymbolGraph graph) {
    Set<String> kept = Set.copyOf(graph.auxiliaries().stream().filter(this::keeps).toList());
    List<SymbolNode> nodes = new ArrayList<>();
    for (SymbolNode node : graph.nodes()) {
      boolean fixed =
          node.inputs().stream()
              .anyMatch(input -> kept.contains(graph.nodes().get(input.node()).name()));
      nodes.add(fixed ? withGlobalStatistics(node) : node);
    }
    return new SymbolGraph(nodes, graph.heads(), graph.mxnetVersion());
  }

  private boolean keeps(String statistic) {
    return statistics || parameters.test(statistic);
  }

  private static SymbolNode withGlobalStatistics(SymbolNode node) {
    Map<String, String> attributes = new LinkedHashMap<>(node.attributes());
    attributes.put("use_global_stats", "True");
    return new SymbolNode(node.op(), node.name(), attributes, node.inputs());
  }
}

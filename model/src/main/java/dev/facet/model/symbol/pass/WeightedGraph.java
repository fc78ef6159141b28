package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A network on its way through the passes: its graph, and the values of its parameters, those of
 * its file and those that passes computed from them. The values are shared and never changed.
 *
 * @param graph the network
 * @param published the file's parameters by the names of variables; the graph may no longer have
 *     them
 * @param computed parameters by the names of variables; they hide published ones of the same name
 */
public record WeightedGraph(
    SymbolGraph graph, Map<String, FloatTensor> published, Map<String, FloatTensor> computed) {

  /** A published network that no pass has seen yet. */
  public static WeightedGraph published(SymbolGraph graph, Map<String, FloatTensor> parameters) {
    return new WeightedGraph(graph, parameters, Map.of());
  }

  /** The value of what an operator takes; empty unless it is a parameter whose value is known. */
  Optional<FloatTensor> value(Entry entry) {
    SymbolNode node = graph.nodes().get(entry.node());
    if (!node.isVariable()) {
      return Optional.empty();
    }
    FloatTensor value = computed.get(node.name());
    return Optional.ofNullable(value == null ? published.get(node.name()) : value);
  }

  /** The network in another graph with the same parameters. */
  WeightedGraph with(SymbolGraph other) {
    return with(other, Map.of());
  }

  /** The network in another graph, with more parameters; without what nothing in it needs. */
  WeightedGraph with(SymbolGraph other, Map<String, FloatTensor> more) {
    SymbolGraph pruned = other.pruned();
    Map<String, FloatTensor> values = new HashMap<>(computed);
    values.putAll(more);
    values.keySet().retainAll(pruned.nodes().stream().map(SymbolNode::name).toList());
    return new WeightedGraph(pruned, published, values);
  }
}

package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes a small network with its parameters, whose input is {@code data}; the last node is out.
 */
final class Weighted {
  private final List<SymbolNode> nodes = new ArrayList<>(List.of(SymbolNode.variable("data")));
  private final Map<String, FloatTensor> values = new HashMap<>();

  int parameter(String name, TensorShape shape, float... value) {
    values.put(name, new FloatTensor(shape, value));
    nodes.add(SymbolNode.variable(name));
    return nodes.size() - 1;
  }

  int row(String name, float... value) {
    return parameter(name, TensorShape.of(value.length), value);
  }

  int op(String op, String name, Map<String, String> attributes, int... inputs) {
    List<Entry> entries = Arrays.stream(inputs).mapToObj(Entry::of).toList();
    nodes.add(new SymbolNode(op, name, attributes, entries));
    return nodes.size() - 1;
  }

  /** Batch norm of two channels: 2 (x - 3) / 4 + 5, and 6 (x - 7) / 8 + 9. */
  int batchNorm(String name, Map<String, String> attributes, int input) {
    Map<String, String> all = new HashMap<>(Map.of("fix_gamma", "False", "eps", "1"));
    all.putAll(attributes);
    int gamma = row(name + "_gamma", 2, 6);
    int beta = row(name + "_beta", 5, 9);
    int mean = row(name + "_mean", 3, 7);
    return op("BatchNorm", name, all, input, gamma, beta, mean, row(name + "_var", 15, 63));
  }

  WeightedGraph network() {
    List<Entry> head = List.of(Entry.of(nodes.size() - 1));
    SymbolGraph graph = new SymbolGraph(nodes, head, SymbolGraph.CURRENT_VERSION);
    return WeightedGraph.published(graph, values);
  }

  /** The operators of a network, in order. */
  static List<String> operators(WeightedGraph network) {
    return network.graph().nodes().stream()
        .filter(node -> !node.isVariable())
        .map(node -> node.op() + " " + node.name())
        .toList();
  }

  /** A parameter that a pass computed. */
  static FloatTensor computed(WeightedGraph network, String name) {
    return Objects.requireNonNull(network.computed().get(name), name);
  }
}

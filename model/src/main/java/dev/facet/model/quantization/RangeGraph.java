package dev.facet.model.quantization;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network whose output is not its embedding but, for each of some of its layers, the least value
 * of the layer's output and then, for each, the greatest: N x twice the number of layers.
 */
final class RangeGraph {

  /** Name of the output. */
  static final String OUTPUT = "ranges_output";

  private final List<SymbolNode> nodes;

  private RangeGraph(SymbolGraph network) {
    nodes = new ArrayList<>(network.nodes());
  }

  /**
   * Such a network.
   *
   * @param network any network
   * @param layers names of outputs of it, at least one
   * @throws IllegalArgumentException if it lacks one of them
   */
  static SymbolGraph of(SymbolGraph network, List<String> layers) {
    Map<String, Entry> outputs = new HashMap<>();
    for (int i = 0; i < network.nodes().size(); i++) {
      outputs.put(network.outputName(Entry.of(i)), Entry.of(i));
    }
    RangeGraph graph = new RangeGraph(network);
    List<Entry> lows = new ArrayList<>();
    List<Entry> highs = new ArrayList<>();
    for (String layer : layers) {
      Entry output = outputs.get(layer);
      if (output == null) {
        throw new IllegalArgumentException("layer: " + layer + " (expected: one of the network's)");
      }
      Entry rows = graph.add("Flatten", layer + "_rows", Map.of(), List.of(output));
      Map<String, String> eachRow = Map.of("axis", "1", "keepdims", "True");
      lows.add(graph.add("min", layer + "_low", eachRow, List.of(rows)));
      highs.add(graph.add("max", layer + "_high", eachRow, List.of(rows)));
    }
    return new SymbolGraph(graph.nodes, List.of(graph.joined(lows, highs)), network.mxnetVersion());
  }

  private Entry joined(List<Entry> lows, List<Entry> highs) {
    List<Entry> all = new ArrayList<>(lows);
    all.addAll(highs);
    Map<String, String> attributes = Map.of("num_args", Integer.toString(all.size()), "dim", "1");
    return add("Concat", OUTPUT.replaceFirst("_output$", ""), attributes, all);
  }

  private Entry add(String op, String name, Map<String, String> attributes, List<Entry> inputs) {
    nodes.add(new SymbolNode(op, name, attributes, inputs));
    return Entry.of(nodes.size() - 1);
  }
}

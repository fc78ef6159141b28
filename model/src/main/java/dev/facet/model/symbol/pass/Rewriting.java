package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A graph that is written anew from an original, node after node: each of the original's nodes is
 * copied or replaced, in order, and what takes it takes what stands for it.
 */
final class Rewriting {
  private static final Entry DROPPED = Entry.of(-1);

  private final SymbolGraph original;
  private final List<SymbolNode> nodes = new ArrayList<>();

  /** What stands for the first output of each of the original's nodes, in {@link #nodes}. */
  private final List<Entry> places = new ArrayList<>();

  private final Set<String> names = new HashSet<>();
  private final Map<String, FloatTensor> computed = new HashMap<>();

  Rewriting(SymbolGraph original) {
    this.original = original;
    original.nodes().forEach(node -> names.add(node.name()));
  }

  /** What stands for an entry of the original. */
  Entry moved(Entry entry) {
    Entry place = places.get(entry.node());
    return new Entry(place.node(), place.output() + entry.output(), entry.version());
  }

  /** What stands for the inputs of a node of the original. */
  List<Entry> inputs(SymbolNode node) {
    return node.inputs().stream().map(this::moved).toList();
  }

  /** Adds a node that the original does not have; its name gets a dash if it is taken. */
  Entry add(String op, String name, Map<String, String> attributes, List<Entry> inputs) {
    return append(new SymbolNode(op, free(name), attributes, inputs));
  }

  /** Adds a parameter of a known value; its name gets a dash if it is taken. */
  Entry parameter(String name, FloatTensor value) {
    String free = free(name);
    computed.put(free, value);
    return append(variable(free, value));
  }

  /** Puts a parameter of a known value for the original's next node. */
  void replace(String name, FloatTensor value) {
    computed.put(name, value);
    places.add(append(variable(name, value)));
  }

  /** A variable that says its shape: MXNet does not infer one through every operator. */
  private static SymbolNode variable(String name, FloatTensor value) {
    String shape =
        value.shape().dims().stream()
            .map(length -> length + ",")
            .collect(Collectors.joining(" ", "(", ")"));
    Map<String, String> attributes = Map.of("__shape__", shape);
    return new SymbolNode(SymbolNode.variable(name).op(), name, attributes, List.of());
  }

  private String free(String name) {
    String free = name;
    while (!names.add(free)) {
      free += "-";
    }
    return free;
  }

  /** Copies the original's next node. */
  void copy(SymbolNode node) {
    replace(node.op(), node.name(), node.attributes(), inputs(node));
  }

  /** Adds a node that stands for the original's next. */
  void replace(String op, String name, Map<String, String> attributes, List<Entry> inputs) {
    places.add(append(new SymbolNode(op, name, attributes, inputs)));
  }

  /** Leaves out the original's next node, for whose one output an entry of the original stands. */
  void bypass(Entry entry) {
    places.add(moved(entry));
  }

  /** Leaves out the original's next node, which nothing in the new graph takes. */
  void drop() {
    places.add(DROPPED);
  }

  /** Adds an attribute to a node that is there. */
  void annotate(Entry entry, String attribute, String value) {
    SymbolNode node = nodes.get(entry.node());
    Map<String, String> attributes = new LinkedHashMap<>(node.attributes());
    attributes.put(attribute, value);
    nodes.set(entry.node(), new SymbolNode(node.op(), node.name(), attributes, node.inputs()));
  }

  /** The graph, once all nodes of the original are in it. */
  SymbolGraph result() {
    List<Entry> heads = original.heads().stream().map(this::moved).toList();
    return new SymbolGraph(nodes, heads, original.mxnetVersion());
  }

  /** The network whose graph is the original, in the new graph. */
  WeightedGraph result(WeightedGraph network) {
    return network.with(result(), computed);
  }

  private Entry append(SymbolNode node) {
    nodes.add(node);
    return Entry.of(nodes.size() - 1);
  }
}

package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph that is written anew from an original, node after node: each of the original's nodes is
 * copied or replaced, in order, and what takes it takes what stands for it.
 */
final class Rewriting {
  private static final int DROPPED = -1;

  private final SymbolGraph original;
  private final List<SymbolNode> nodes = new ArrayList<>();

  /** Where that is in {@link #nodes} which stands for a node of the original. */
  private final List<Integer> places = new ArrayList<>();

  private final Set<String> names = new HashSet<>();

  Rewriting(SymbolGraph original) {
    this.original = original;
    original.nodes().forEach(node -> names.add(node.name()));
  }

  /** What stands for an entry of the original. */
  Entry moved(Entry entry) {
    return new Entry(places.get(entry.node()), entry.output(), entry.version());
  }

  /** What stands for the inputs of a node of the original. */
  List<Entry> inputs(SymbolNode node) {
    return node.inputs().stream().map(this::moved).toList();
  }

  /** Adds a node that the original does not have; its name gets a dash if it is taken. */
  Entry add(String op, String name, Map<String, String> attributes, List<Entry> inputs) {
    String free = name;
    while (!names.add(free)) {
      free += "-";
    }
    return append(new SymbolNode(op, free, attributes, inputs));
  }

  /** Copies the original's next node. */
  void copy(SymbolNode node) {
    replace(node.op(), node.name(), node.attributes(), inputs(node));
  }

  /** Adds a node that stands for the original's next. */
  void replace(String op, String name, Map<String, String> attributes, List<Entry> inputs) {
    places.add(append(new SymbolNode(op, name, attributes, inputs)).node());
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

  private Entry append(SymbolNode node) {
    nodes.add(node);
    return Entry.of(nodes.size() - 1);
  }
}

package dev.facet.model.symbol;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An MXNet symbol: operators and variables, and the outputs. Immutable.
 *
 * @param nodes the nodes, each after those that it takes
 * @param heads the outputs
 * @param mxnetVersion the MXNet that wrote it, such as 10900 for 1.9.0; 0 if the file does not say.
 *     It is kept, since MXNet upgrades what older versions wrote.
 */
public record SymbolGraph(List<SymbolNode> nodes, List<Entry> heads, int mxnetVersion) {
  /** The version that MXNet 1.9.1's own library writes and reads without a warning. */
  public static final int CURRENT_VERSION = 10900;

  private static final int CANDIDATES_NAMED = 5;
  private static final String OUTPUT = "_output";

  /**
   * Copies the lists and checks that the nodes are in order.
   *
   * @throws IllegalArgumentException if a node takes one that does not come before it
   */
  public SymbolGraph {
    nodes = List.copyOf(nodes);
    heads = List.copyOf(heads);
    for (int i = 0; i < nodes.size(); i++) {
      for (Entry input : nodes.get(i).inputs()) {
        checkIndex("input of " + nodes.get(i).name(), input, i);
      }
    }
    for (Entry head : heads) {
      checkIndex("head", head, nodes.size());
    }
  }

  /**
   * Reads a symbol as MXNet 0.9 to 1.9 writes it.
   *
   * @throws BadBundleException if the file cannot be read or is no symbol
   */
  public static SymbolGraph read(Path file) throws BadBundleException {
    return SymbolJson.read(file);
  }

  /**
   * Reads a symbol from JSON that MXNet has just written.
   *
   * @param origin the file that it was made from, which messages name
   * @throws BadBundleException if it is no symbol
   */
  public static SymbolGraph parse(Path origin, String json) throws BadBundleException {
    return SymbolJson.parse(origin, json);
  }

  /** The symbol as MXNet's own JSON. */
  public String toJson() {
    return SymbolJson.write(this);
  }

  /** Whether it computes on integers of 8 bits: whether it was quantised. */
  public boolean isQuantized() {
    return nodes.stream().anyMatch(SymbolNode::isQuantized);
  }

  /**
   * Whether it computes on integers before any convolution on floats. Such a graph computed wrong
   * now and then where several threads ran it, and disturbed others; see docs/adr/0015.
   */
  public boolean isQuantizedFromTheStart() {
    for (SymbolNode node : nodes) {
      if (node.isQuantized() || node.isConvolution()) {
        return node.isQuantized();
      }
    }
    return false;
  }

  /** Names of the variables that are inputs or learned, in graph order. */
  public List<String> arguments() {
    return variables(false);
  }

  /** Names of the variables that operators update by themselves: batch norm's statistics. */
  public List<String> auxiliaries() {
    return variables(true);
  }

  /**
   * Names of all outputs of all operators, in graph order, as MXNet names them: {@code fc1_output},
   * or {@code slice_output0} and so on where an operator has several.
   */
  public List<String> outputs() {
    return List.copyOf(entries().keySet());
  }

  /** Name of one output of one node. A variable's is its own. */
  public String outputName(Entry entry) {
    SymbolNode node = nodes.get(entry.node());
    if (node.isVariable()) {
      return node.name();
    }
    return node.name() + OUTPUT + (node.outputCount() == 1 ? "" : entry.output());
  }

  /**
   * The part of the graph that one output needs, with it as the only head.
   *
   * @param outputName one of {@link #outputs}
   * @throws BadBundleException if there is no such output; the message names the nearest ones
   */
  public SymbolGraph withHead(String outputName) throws BadBundleException {
    Entry head = entries().get(outputName);
    if (head == null) {
      throw new BadBundleException(
          "output.name",
          outputName,
          "an output of the symbol, such as " + String.join(", ", nearest(outputName)));
    }
    return new SymbolGraph(nodes, List.of(head), mxnetVersion).pruned();
  }

  /** The part of the graph that some outputs need, with them as the heads, in this order. */
  public SymbolGraph withHeads(List<Entry> others) {
    return new SymbolGraph(nodes, others, mxnetVersion).pruned();
  }

  /**
   * The same with the activation in place of each softmax that has a loss with it: what it gives is
   * the same, and it takes no labels.
   */
  public SymbolGraph withoutLosses() {
    List<SymbolNode> others = nodes.stream().map(SymbolNode::withoutLoss).toList();
    return new SymbolGraph(others, heads, mxnetVersion).pruned();
  }

  /** The same outputs without the nodes that none of them needs. */
  public SymbolGraph pruned() {
    boolean[] needed = new boolean[nodes.size()];
    heads.forEach(head -> needed[head.node()] = true);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (needed[i]) {
        nodes.get(i).inputs().forEach(input -> needed[input.node()] = true);
      }
    }
    Map<Integer, Integer> moved = new HashMap<>();
    List<SymbolNode> kept = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (needed[i]) {
        SymbolNode node = nodes.get(i);
        List<Entry> inputs = node.inputs().stream().map(entry -> moved(entry, moved)).toList();
        moved.put(i, kept.size());
        kept.add(node.withInputs(inputs));
      }
    }
    return new SymbolGraph(
        kept, heads.stream().map(head -> moved(head, moved)).toList(), mxnetVersion);
  }

  private static Entry moved(Entry entry, Map<Integer, Integer> moved) {
    return new Entry(
        moved.getOrDefault(entry.node(), entry.node()), entry.output(), entry.version());
  }

  private Map<String, Entry> entries() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      int count = nodes.get(i).isVariable() ? 0 : nodes.get(i).outputCount();
      for (int output = 0; output < count; output++) {
        Entry entry = new Entry(i, output, 0);
        entries.putIfAbsent(outputName(entry), entry);
      }
    }
    return entries;
  }

  /** Outputs with the longest common beginning; of those, the last: embeddings come last. */
  private List<String> nearest(String wanted) {
    List<String> candidates = new ArrayList<>(outputs());
    Collections.reverse(candidates);
    return candidates.stream()
        .sorted(Comparator.comparing((String name) -> -commonPrefix(name, wanted)))
        .limit(CANDIDATES_NAMED)
        .toList();
  }

  private static int commonPrefix(String a, String b) {
    int length = 0;
    while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length;
  }

  private List<String> variables(boolean auxiliary) {
    Set<Integer> updated = new LinkedHashSet<>();
    for (SymbolNode node : nodes) {
      node.updatedInputs().forEach(input -> updated.add(input.node()));
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).isVariable() && updated.contains(i) == auxiliary) {
        names.add(nodes.get(i).name());
      }
    }
    return names;
  }

  private static void checkIndex(String what, Entry entry, int limit) {
    if (entry.node() < 0 || entry.node() >= limit || entry.output() < 0) {
      throw new IllegalArgumentException(
          what + ": " + entry + " (expected: a node below " + limit + ")");
    }
  }
}

package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.TensorShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Finds what a network takes: the variable's name, how many channels, whether it normalises. */
final class InputFinder {
  private static final String USUAL_NAME = "data";
  private static final Set<String> COPIES = Set.of("_copy", "identity", "Cast", "BlockGrad");

  private final SymbolGraph graph;
  private final Map<String, TensorShape> params;

  /**
   * Looks at a network.
   *
   * @param graph the network, cut to its embedding
   * @param params shapes of the parameters by the names of their variables
   */
  InputFinder(SymbolGraph graph, Map<String, TensorShape> params) {
    this.graph = graph;
    this.params = params;
  }

  /** The one variable that no parameter fills. */
  String name(Path paramsFile) throws BadBundleException {
    List<String> open = new ArrayList<>(graph.arguments());
    open.addAll(graph.auxiliaries());
    open.removeAll(params.keySet());
    if (open.size() == 1) {
      return open.get(0);
    }
    if (open.remove(USUAL_NAME)) {
      throw new BadBundleException(
          paramsFile, "parameters that the symbol needs are missing: " + String.join(", ", open));
    }
    throw new BadBundleException(
        paramsFile, "inputs", open, "one variable of the symbol without parameters");
  }

  /** Channels that the first convolution takes; empty if its weight does not tell. */
  OptionalInt channels() {
    for (SymbolNode node : graph.nodes()) {
      if (node.op().startsWith("Convolution") && node.inputs().size() > 1) {
        TensorShape weight = params.get(graph.nodes().get(node.inputs().get(1).node()).name());
        boolean grouped = node.integer("num_group", 1) != 1;
        return weight == null || weight.rank() != 4 || grouped
            ? OptionalInt.empty()
            : OptionalInt.of(weight.dim(1));
      }
    }
    return OptionalInt.empty();
  }

  /** The operators that shift and scale the input before anything else; for people. */
  List<String> normalization(String inputName) {
    List<String> steps = new ArrayList<>();
    for (int next = consumer(variable(inputName)); next >= 0; next = consumer(next)) {
      SymbolNode node = graph.nodes().get(next);
      String scalar = node.attributes().get("scalar");
      if (scalar != null) {
        steps.add(node.op() + " " + scalar);
      } else if (node.op().startsWith("BatchNorm")) {
        steps.add(node.op() + " " + node.name());
      } else if (!COPIES.contains(node.op())) {
        break;
      }
    }
    return steps;
  }

  private int variable(String name) {
    List<String> names = graph.nodes().stream().map(SymbolNode::name).toList();
    return names.indexOf(name);
  }

  private int consumer(int producer) {
    for (int i = producer + 1; i < graph.nodes().size(); i++) {
      if (graph.nodes().get(i).inputs().stream().anyMatch(entry -> entry.node() == producer)) {
        return i;
      }
    }
    return -1;
  }
}

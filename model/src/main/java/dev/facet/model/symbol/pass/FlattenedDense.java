package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts a {@code Flatten} before every fully connected layer, which flattens images by itself. The
 * fused one of MXNet 1.9.1 does not: it stops with an error where a fused convolution gives it
 * images in oneDNN's own layout.
 */
public final class FlattenedDense {
  private FlattenedDense() {}

  /** The same network with one before each such layer that has none and flattens. */
  public static SymbolGraph rewrite(SymbolGraph graph) {
    Rewriting rewriting = new Rewriting(graph);
    for (SymbolNode node : graph.nodes()) {
      if (isDense(node) && !isFlatten(graph.nodes().get(node.inputs().get(0).node()))) {
        List<Entry> inputs = new ArrayList<>(rewriting.inputs(node));
        inputs.set(
            0, rewriting.add("Flatten", node.name() + "_rows", Map.of(), List.of(inputs.get(0))));
        rewriting.replace(node.op(), node.name(), node.attributes(), inputs);
      } else {
        rewriting.copy(node);
      }
    }
    return rewriting.result();
  }

  private static boolean isDense(SymbolNode node) {
    return node.op().equals("FullyConnected")
        && !node.inputs().isEmpty()
        && node.flag("flatten", true);
  }

  private static boolean isFlatten(SymbolNode node) {
    return node.op().equals("Flatten") || node.op().equals("flatten");
  }
}

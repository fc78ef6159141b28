package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import java.util.Set;

/** Leaves out what gives what it takes: dropout, which does so but in training, and copies. */
final class Identities {
  private static final Set<String> IDENTITIES =
      Set.of("Dropout", "identity", "_copy", "BlockGrad", "stop_gradient");

  private Identities() {}

  /** The same network without them; one that is an output stays. */
  static SymbolGraph rewrite(SymbolGraph graph) {
    Rewriting rewriting = new Rewriting(graph);
    for (int i = 0; i < graph.nodes().size(); i++) {
      SymbolNode node = graph.nodes().get(i);
      int at = i;
      boolean head = graph.heads().stream().anyMatch(entry -> entry.node() == at);
      // Dropout in mode "always" is random when serving, too.
      boolean inTraining = node.attributes().getOrDefault("mode", "training").equals("training");
      if (IDENTITIES.contains(node.op()) && inTraining && !head) {
        rewriting.bypass(node.inputs().get(0));
      } else {
        rewriting.copy(node);
      }
    }
    return rewriting.result();
  }
}

package dev.facet.model.imports;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the outputs that may be the embedding. A published symbol ends with it, or goes on to the
 * classifier that it was trained with: then the embedding is what that classifier takes. What only
 * scales an embedding (L2 normalisation, a factor) is left out, since embeddings are normalised.
 */
final class EmbeddingFinder {
  /** More units than this are the people of a training set. */
  private static final int LARGEST_EMBEDDING = 4096;

  private static final Set<String> LOSSES =
      Set.of(
          "SoftmaxOutput",
          "Softmax",
          "SoftmaxActivation",
          "softmax",
          "log_softmax",
          "MakeLoss",
          "make_loss",
          "softmax_cross_entropy",
          "LinearRegressionOutput",
          "LogisticRegressionOutput",
          "SVMOutput");

  private static final Set<String> DIRECTION_KEPT =
      Set.of(
          "L2Normalization",
          "Dropout",
          "BlockGrad",
          "identity",
          "_copy",
          "_mul_scalar",
          "_MulScalar");

  private final SymbolGraph graph;

  EmbeddingFinder(SymbolGraph graph) {
    this.graph = graph;
  }

  /** Names of outputs, the likeliest first. */
  List<String> candidates() {
    Set<String> candidates = new LinkedHashSet<>();
    for (Entry head : graph.heads()) {
      Entry entry = LOSSES.contains(node(head).op()) ? classifier(head) : head;
      if (LOSSES.contains(node(head).op()) || isClassifier(node(entry))) {
        entry = data(entry);
      }
      while (DIRECTION_KEPT.contains(node(entry).op()) && takesData(entry)) {
        entry = data(entry);
      }
      if (!node(entry).isVariable()) {
        candidates.add(graph.outputName(entry));
      }
    }
    return new ArrayList<>(candidates);
  }

  /** The fully connected layer whose scores reach a loss, through margins and scales. */
  private Entry classifier(Entry loss) {
    Entry entry = data(loss);
    while (!node(entry).op().equals("FullyConnected") && takesData(entry)) {
      entry = data(entry);
    }
    return entry;
  }

  private static boolean isClassifier(SymbolNode node) {
    return node.op().equals("FullyConnected") && node.integer("num_hidden", 0) > LARGEST_EMBEDDING;
  }

  private boolean takesData(Entry entry) {
    return !node(entry).inputs().isEmpty();
  }

  private Entry data(Entry entry) {
    return takesData(entry) ? node(entry).inputs().get(0) : entry;
  }

  private SymbolNode node(Entry entry) {
    return graph.nodes().get(entry.node());
  }
}

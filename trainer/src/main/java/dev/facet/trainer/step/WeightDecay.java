package dev.facet.trainer.step;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Which parameters of a network weight decay is for: the weights of convolutions and dense layers.
 * It is not for biases, norms and PReLU's slopes, nor for depthwise 1x1 convolutions, which are
 * slopes too: one number a channel.
 */
final class WeightDecay {

  private static final Set<String> LAYERS =
      Set.of("Convolution", "Deconvolution", "FullyConnected");

  private WeightDecay() {}

  /** Names of the decayed parameters. */
  static Set<String> decayed(SymbolGraph graph) {
    Set<String> names = new HashSet<>();
    for (SymbolNode node : graph.nodes()) {
      if (LAYERS.contains(node.op()) && !isSlope(node)) {
        names.add(graph.nodes().get(node.inputs().get(1).node()).name());
      }
    }
    return names;
  }

  private static boolean isSlope(SymbolNode node) {
    int groups = node.integer("num_group", 1);
    boolean onePixel =
        "(1,1)".equals(node.attributes().getOrDefault("kernel", "").replace(" ", ""));
    return onePixel && groups > 1 && groups == node.integer("num_filter", 0);
  }
}

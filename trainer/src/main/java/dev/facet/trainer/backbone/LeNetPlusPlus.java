package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.trainer.backbone.GraphBuilder.Window;

/**
 * The LeNets++ of center loss (Wen et al., 2016, table 1): three stages of two convolutions of 5 x
 * 5 with PReLU and a max pooling, then fully connected, on digits of 28 x 28 with one channel. With
 * an embedding of two values, as in the paper, one can look at what a loss does.
 */
final class LeNetPlusPlus {
  private static final int STAGES = 3;
  private static final int FIRST_FILTERS = 32;

  private final GraphBuilder graph = new GraphBuilder();

  private LeNetPlusPlus() {}

  /**
   * The network.
   *
   * @param dimension number of values of an embedding
   */
  static SymbolGraph build(int dimension) {
    return new LeNetPlusPlus().network(dimension);
  }

  private SymbolGraph network(int dimension) {
    Entry at = graph.pixels();
    for (int stage = 1; stage <= STAGES; stage++) {
      int filters = FIRST_FILTERS << (stage - 1);
      at = rectified(stage + "_1", at, filters);
      at = rectified(stage + "_2", at, filters);
      at = graph.maxPoolToTheEdge("pool" + stage, at, new Window(2, 2, 0));
    }
    return graph.plainEmbedding(at, dimension);
  }

  private Entry rectified(String name, Entry input, int filters) {
    Entry convolved = graph.biased("conv" + name, input, Window.same(5, 1), filters);
    return graph.prelu("relu" + name, convolved);
  }
}

package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.trainer.backbone.GraphBuilder.Window;

/**
 * The network of 20 layers of SphereFace (Liu et al., 2017, table 2) as its authors' Caffe model
 * defines it: four stages that begin with a convolution of stride 2 and go on in residual units of
 * two, PReLU behind every convolution, no batch norm, and 512 values fully connected at the end.
 */
final class SphereFace20 {
  private static final int[] UNITS = {1, 2, 4, 1};
  private static final int FIRST_FILTERS = 64;

  private final GraphBuilder graph = new GraphBuilder();

  private SphereFace20() {}

  /**
   * The network.
   *
   * @param dimension number of values of an embedding
   */
  static SymbolGraph build(int dimension) {
    return new SphereFace20().network(dimension);
  }

  private SymbolGraph network(int dimension) {
    Entry at = graph.pixels();
    for (int stage = 0; stage < UNITS.length; stage++) {
      int filters = FIRST_FILTERS << stage;
      String name = (stage + 1) + "_";
      at = rectified(name + 1, graph.biased("conv" + name + 1, at, Window.three(2), filters));
      for (int unit = 0; unit < UNITS[stage]; unit++) {
        Entry inner = residual(name + (2 * unit + 2), at, filters);
        at = graph.sum(at, residual(name + (2 * unit + 3), inner, filters));
      }
    }
    return graph.plainEmbedding(at, dimension);
  }

  /** A convolution of a unit, which has no bias. */
  private Entry residual(String name, Entry input, int filters) {
    return rectified(name, graph.convolution("conv" + name, input, Window.three(1), filters, 1));
  }

  private Entry rectified(String name, Entry convolved) {
    return graph.prelu("relu" + name, convolved);
  }
}

package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;

/** The passes that a graph goes through before oneDNN fuses its operators. */
public final class FusionPasses {
  private FusionPasses() {}

  /**
   * The same network, written so that most of it can be fused.
   *
   * @param graph a network
   * @param inputName its input
   * @param input the input's shape, N x C x H x W
   * @throws IllegalArgumentException if the network does not take that shape
   */
  public static SymbolGraph apply(SymbolGraph graph, String inputName, TensorShape input) {
    SymbolGraph clipped = BoundsAsClip.rewrite(graph);
    SymbolGraph convolved = DepthwisePrelu.rewrite(clipped, inputName, input);
    return FlattenedDense.rewrite(convolved);
  }
}

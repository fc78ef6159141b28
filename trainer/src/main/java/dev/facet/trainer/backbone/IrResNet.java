package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.trainer.backbone.GraphBuilder.Window;

/**
 * The residual network of ArcFace (Deng et al., 2018, section 3.1) as InsightFace defines it: a
 * stem of 3 x 3 that keeps the size, four stages that halve it, of improved units (BN, 3 x 3, BN,
 * PReLU, 3 x 3, BN), and output E (BN, dropout, fully connected, BN).
 */
final class IrResNet {
  private static final int STEM = 64;
  private static final double EPSILON = 2e-5;
  private static final double DROPOUT = 0.4;

  private final GraphBuilder graph = new GraphBuilder();

  private IrResNet() {}

  /**
   * The graph.
   *
   * @param dimension number of values of an embedding
   * @param units number of units of each stage
   */
  static SymbolGraph build(int dimension, int... units) {
    return new IrResNet().graph(dimension, units);
  }

  private SymbolGraph graph(int dimension, int[] units) {
    Entry at = graph.convolution("conv0", graph.pixels(), Window.three(1), STEM, 1);
    at = graph.prelu("relu0", norm("bn0", at));
    for (int stage = 0; stage < units.length; stage++) {
      for (int unit = 0; unit < units[stage]; unit++) {
        String name = "stage" + (stage + 1) + "_unit" + (unit + 1);
        at = unit(name, at, STEM << stage, unit == 0);
      }
    }
    at = graph.dropout("dropout0", norm("bn1", at), DROPOUT);
    return graph.embedding(at, dimension);
  }

  /** A unit; the first of a stage halves the size and brings the short cut to its shape. */
  private Entry unit(String name, Entry input, int filters, boolean first) {
    int stride = first ? 2 : 1;
    Entry at = norm(name + "_bn1", input);
    at = graph.convolution(name + "_conv1", at, Window.three(1), filters, 1);
    at = graph.prelu(name + "_relu1", norm(name + "_bn2", at));
    at = graph.convolution(name + "_conv2", at, Window.three(stride), filters, 1);
    at = norm(name + "_bn3", at);
    return graph.sum(at, first ? shortCut(name, input, stride, filters) : input);
  }

  private Entry shortCut(String name, Entry input, int stride, int filters) {
    Window window = new Window(1, stride, 0);
    return norm(name + "_sc", graph.convolution(name + "_conv1sc", input, window, filters, 1));
  }

  private Entry norm(String name, Entry input) {
    return graph.batchNorm(name, input, EPSILON);
  }
}

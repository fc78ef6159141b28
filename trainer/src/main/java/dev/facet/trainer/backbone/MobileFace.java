package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.trainer.backbone.GraphBuilder.Window;

/**
 * The network of MobileFace_Identification_V2 (becauseofAI/MobileFace): inverted residuals as in
 * MobileNetV2 (Sandler et al., 2018), each three times wider inside, down to 4 x 4, then all 16
 * places fully connected to the embedding. A fifth of MobileFaceNet's multiply-adds.
 *
 * <p>Activations are ReLU where the published network has ReLU6: the same for almost every value,
 * and oneDNN runs it without leaving its own layout, so that training is faster.
 */
final class MobileFace {
  private static final int STEM = 32;
  private static final int EXPANSION = 3;
  private static final double EPSILON = 1e-3;

  private final GraphBuilder graph = new GraphBuilder();

  private MobileFace() {}

  /**
   * The network.
   *
   * @param dimension number of values of an embedding
   */
  static SymbolGraph build(int dimension) {
    return new MobileFace().network(dimension);
  }

  private SymbolGraph network(int dimension) {
    Entry at = rectified("conv_1", graph.pixels(), Window.three(2), STEM, 1);
    at = stage("stage_1", at, STEM, 32);
    at = stage("stage_2", at, 32, 32);
    at = stage("stage_3", at, 32, 64);
    at = stage("stage_4", at, 64, 128);
    return graph.embedding(at, dimension);
  }

  /** Halves the image, then refines it twice. */
  private Entry stage(String name, Entry input, int from, int to) {
    Entry at = bottleneck(name + "_down", input, 2, from, to);
    at = graph.sum(bottleneck(name + "_block0", at, 1, to, to), at);
    return graph.sum(bottleneck(name + "_block1", at, 1, to, to), at);
  }

  /** Widens, filters each channel, and narrows. */
  private Entry bottleneck(String name, Entry input, int stride, int from, int to) {
    int inner = EXPANSION * from;
    Entry wide = rectified(name + "_sep", input, Window.POINT, inner, 1);
    Entry filtered = rectified(name + "_dw", wide, Window.three(stride), inner, inner);
    return linear(name + "_proj", filtered, Window.POINT, to, 1);
  }

  private Entry rectified(String name, Entry input, Window window, int filters, int groups) {
    return graph.relu(name + "_relu", linear(name, input, window, filters, groups));
  }

  private Entry linear(String name, Entry input, Window window, int filters, int groups) {
    return graph.normalized(name, input, window, filters, groups, EPSILON);
  }
}

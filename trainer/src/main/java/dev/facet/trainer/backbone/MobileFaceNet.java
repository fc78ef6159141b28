package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.trainer.backbone.GraphBuilder.Window;

/**
 * MobileFaceNet (Chen et al., MobileFaceNets, 2018) as InsightFace defines it: inverted residuals
 * of depthwise convolutions, at the end one depthwise convolution over the whole 7 x 7 map instead
 * of an average, since a face's corners and centre do not matter alike.
 */
final class MobileFaceNet {
  private static final int STEM = 64;

  private final GraphBuilder graph = new GraphBuilder();
  private final int scale;
  private final double epsilon;

  private MobileFaceNet(int scale, double epsilon) {
    this.scale = scale;
    this.epsilon = epsilon;
  }

  /** InsightFace's {@code y1} of the MXNet model zoo. */
  static SymbolGraph y1(int dimension) {
    return new MobileFaceNet(1, 1e-3).build(dimension);
  }

  /**
   * InsightFace's {@code mbf} of arcface_torch: twice the channels between the residuals, the same
   * inside them. Its end there has a learned scale and no bias, here a bias and no learned scale.
   */
  static SymbolGraph wide(int dimension) {
    return new MobileFaceNet(2, 1e-5).build(dimension);
  }

  private SymbolGraph build(int dimension) {
    Entry at = graph.pixels();
    at = rectified("conv_1", at, Window.three(2), STEM * scale, 1);
    at = rectified("conv_2_dw", at, Window.three(1), STEM * scale, STEM);
    at = bottleneck("dconv_23", at, 2, 128, 64 * scale);
    at = residuals("res_3", at, 4, 128, 64 * scale);
    at = bottleneck("dconv_34", at, 2, 256, 128 * scale);
    at = residuals("res_4", at, 6, 256, 128 * scale);
    at = bottleneck("dconv_45", at, 2, 512, 128 * scale);
    at = residuals("res_5", at, 2, 256, 128 * scale);
    at = rectified("conv_6sep", at, Window.POINT, 512, 1);
    at = linear("conv_6dw7_7", at, new Window(7, 1, 0), 512, 512);
    return graph.embedding(at, dimension);
  }

  private Entry residuals(String name, Entry input, int count, int inner, int outer) {
    Entry at = input;
    for (int i = 0; i < count; i++) {
      at = graph.sum(bottleneck(name + "_block" + i, at, 1, inner, outer), at);
    }
    return at;
  }

  /** Widens to the inner channels, filters each of them, and narrows to the outer ones. */
  private Entry bottleneck(String name, Entry input, int stride, int inner, int outer) {
    Entry wide = rectified(name + "_conv_sep", input, Window.POINT, inner, 1);
    Entry filtered = rectified(name + "_conv_dw", wide, Window.three(stride), inner, inner);
    return linear(name + "_conv_proj", filtered, Window.POINT, outer, 1);
  }

  private Entry rectified(String name, Entry input, Window window, int filters, int groups) {
    return graph.prelu(name + "_relu", linear(name, input, window, filters, groups));
  }

  private Entry linear(String name, Entry input, Window window, int filters, int groups) {
    return graph.normalized(name, input, window, filters, groups, epsilon);
  }
}

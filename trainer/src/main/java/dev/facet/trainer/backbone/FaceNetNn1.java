package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.trainer.backbone.GraphBuilder.Window;

/**
 * NN1 of FaceNet (Schroff et al., 2015, table 1): the network of Zeiler and Fergus (2013) with 1 x
 * 1 convolutions between its own, on 220 x 220, and two fully connected layers with maxout, which
 * have 136 M of its 140 M parameters.
 *
 * <p>Its convolutions have biases and no batch norm, as in the paper. Only the embedding is
 * followed by batch norm, as InsightFace's are: without it all faces start out nearly alike.
 */
final class FaceNetNn1 {
  /** 32 x 128 in the table. */
  private static final int UNITS = 4096;

  private final GraphBuilder graph = new GraphBuilder();

  private FaceNetNn1() {}

  /**
   * The network.
   *
   * @param dimension number of values of an embedding
   */
  static SymbolGraph build(int dimension) {
    return new FaceNetNn1().network(dimension);
  }

  private SymbolGraph network(int dimension) {
    Entry at = rectified("conv1", graph.pixels(), Window.same(7, 2), 64);
    at = graph.localNorm("rnorm1", halved("pool1", at));
    at = rectified("conv2a", at, Window.POINT, 64);
    at = rectified("conv2", at, Window.three(1), 192);
    at = halved("pool2", graph.localNorm("rnorm2", at));
    at = rectified("conv3a", at, Window.POINT, 192);
    at = halved("pool3", rectified("conv3", at, Window.three(1), 384));
    at = rectified("conv4a", at, Window.POINT, 384);
    at = rectified("conv4", at, Window.three(1), 256);
    at = rectified("conv5a", at, Window.POINT, 256);
    at = rectified("conv5", at, Window.three(1), 256);
    at = rectified("conv6a", at, Window.POINT, 256);
    at = halved("pool4", rectified("conv6", at, Window.three(1), 256));
    at = graph.maxout("dense2", graph.maxout("dense1", at, UNITS), UNITS);
    return graph.embedding(at, dimension);
  }

  private Entry halved(String name, Entry input) {
    return graph.maxPool(name, input, Window.three(2));
  }

  private Entry rectified(String name, Entry input, Window window, int filters) {
    return graph.relu(name + "_relu", graph.biased(name, input, window, filters));
  }
}

package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.backbone.NetworkLayers.Layer;
import java.util.List;

/**
 * What a network costs.
 *
 * @param parameters number of learned values; batch norm's statistics and fixed scales do not count
 * @param multiplyAdds multiplications with an addition each, for one input, of the convolutions and
 *     the fully connected layers; as papers count, norms, PReLU and sums are left out
 */
public record NetworkCost(long parameters, long multiplyAdds) {

  /**
   * The cost by arithmetic from the graph.
   *
   * @param graph a network whose input is {@link Backbone#INPUT}
   * @param input the input's shape, 1 x C x H x W
   * @throws IllegalArgumentException if the network does not take that shape, or has operators with
   *     parameters other than those of face networks
   */
  public static NetworkCost of(SymbolGraph graph, TensorShape input) {
    List<Layer> layers = NetworkLayers.of(graph, input);
    return new NetworkCost(
        layers.stream().mapToLong(NetworkCost::parameters).sum(),
        layers.stream().mapToLong(NetworkCost::multiplyAdds).sum());
  }

  private static long parameters(Layer layer) {
    return layer.parameters().stream()
        .filter(parameter -> parameter.role().isLearned())
        .mapToLong(parameter -> parameter.shape().elements())
        .sum();
  }

  private static long multiplyAdds(Layer layer) {
    NetworkParameter first = layer.parameters().get(0);
    long weights = first.shape().elements();
    return switch (first.role()) {
      // Every filter once at each place of the output.
      case CONVOLUTION_WEIGHT -> weights * (layer.output().elements() / first.shape().dim(0));
      case DENSE_WEIGHT -> weights;
      default -> 0;
    };
  }
}

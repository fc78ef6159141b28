package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ShapeInference;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes PReLU whose slopes g are known and at most 1 as g x + max(0, (1 - g) x): two depthwise
 * convolutions of 1 x 1, of which oneDNN fuses one with the maximum and the other with the sum, so
 * that each value is read and written twice. Where all slopes are the same, PReLU becomes the leaky
 * ReLU that it then is, which is fused with the convolution before it.
 *
 * <p>The maximum comes behind the multiplication, which is right only if 1 - g is not negative. As
 * trained slopes go, hardly one is above 1; {@link DepthwisePrelu} is right for all.
 */
final class ConvexPrelu {
  private final WeightedGraph network;
  private final ShapeInference shapes;
  private final Rewriting rewriting;

  private ConvexPrelu(WeightedGraph network, ShapeInference shapes) {
    this.network = network;
    this.shapes = shapes;
    rewriting = new Rewriting(network.graph());
  }

  /**
   * The same network with every such PReLU over images rewritten; outputs keep their names.
   *
   * @param inputName its input
   * @param input the input's shape, N x C x H x W
   * @throws IllegalArgumentException if the network does not take that shape
   */
  static WeightedGraph rewrite(WeightedGraph network, String inputName, TensorShape input) {
    ShapeInference shapes = DepthwisePrelu.shapes(network.graph(), inputName, input);
    return new ConvexPrelu(network, shapes).rewritten();
  }

  private WeightedGraph rewritten() {
    for (SymbolNode node : network.graph().nodes()) {
      Optional<float[]> slopes =
          DepthwisePrelu.isPrelu(node)
              ? network.value(node.inputs().get(1)).map(FloatTensor::values)
              : Optional.empty();
      if (slopes.isEmpty()) {
        rewriting.copy(node);
      } else {
        rewrite(node, slopes.get());
      }
    }
    return rewriting.result(network);
  }

  private void rewrite(SymbolNode prelu, float[] slopes) {
    Entry data = prelu.inputs().get(0);
    Optional<TensorShape> shape = shapes.shape(data);
    if (allSame(slopes)) {
      Map<String, String> leaky = Map.of("act_type", "leaky", "slope", Float.toString(slopes[0]));
      rewriting.replace("LeakyReLU", prelu.name(), leaky, List.of(rewriting.moved(data)));
    } else if (shape.isPresent() && shape.get().rank() == 4 && noneAboveOne(slopes)) {
      addSum(prelu.name(), rewriting.moved(data), slopes);
    } else {
      rewriting.copy(prelu);
    }
  }

  private void addSum(String name, Entry data, float[] slopes) {
    float[] rest = new float[slopes.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = 1 - slopes[i];
    }
    Entry scaled = scaled(name + "_positive_scaled", data, rest);
    Entry positive =
        rewriting.add(
            "Activation", name + "_positive", Map.of("act_type", "relu"), List.of(scaled));
    Entry all = scaled(name + "_all_scaled", data, slopes);
    rewriting.replace("elemwise_add", name, Map.of(), List.of(all, positive));
  }

  private Entry scaled(String name, Entry data, float[] factors) {
    TensorShape column = TensorShape.of(factors.length, 1, 1, 1);
    Entry weight = rewriting.parameter(name + "_weight", new FloatTensor(column, factors));
    Map<String, String> attributes = DepthwisePrelu.depthwisePoint(factors.length);
    return rewriting.add("Convolution", name, attributes, List.of(data, weight));
  }

  private static boolean allSame(float[] slopes) {
    for (float slope : slopes) {
      if (slope != slopes[0]) {
        return false;
      }
    }
    return slopes.length > 0;
  }

  private static boolean noneAboveOne(float[] slopes) {
    for (float slope : slopes) {
      if (!(slope <= 1)) {
        return false;
      }
    }
    return true;
  }
}

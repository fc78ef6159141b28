package dev.facet.trainer.backbone;

import dev.facet.model.symbol.ShapeInference;
import dev.facet.model.symbol.ShapeMismatchException;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.backbone.NetworkParameter.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The layers of a network that have parameters, with all shapes: by arithmetic from the graph and
 * the input's shape alone.
 */
final class NetworkLayers {
  private final SymbolGraph graph;
  private final ShapeInference shapes;

  private NetworkLayers(SymbolGraph graph, ShapeInference shapes) {
    this.graph = graph;
    this.shapes = shapes;
  }

  /**
   * A layer.
   *
   * @param input shape of what flows in
   * @param output shape of what flows out
   * @param parameters in the operator's order
   */
  record Layer(TensorShape input, TensorShape output, List<NetworkParameter> parameters) {}

  /**
   * The layers in graph order.
   *
   * @param graph a network with one input, named {@link Backbone#INPUT}
   * @param input the input's shape, N x C x H x W
   * @throws IllegalArgumentException if the network does not take that shape, or has parameters
   *     whose shapes are not known
   */
  static List<Layer> of(SymbolGraph graph, TensorShape input) {
    try {
      ShapeInference shapes = ShapeInference.of(graph, Map.of(Backbone.INPUT, input));
      return new NetworkLayers(graph, shapes).layers();
    } catch (ShapeMismatchException e) {
      throw new IllegalArgumentException("input: " + input + " (" + e.getMessage() + ")", e);
    }
  }

  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      SymbolNode node = graph.nodes().get(i);
      List<String> variables = parameterNames(node);
      if (!variables.isEmpty()) {
        TensorShape data = shape(node.inputs().get(0), node);
        List<NetworkParameter> parameters = new ArrayList<>();
        for (int k = 0; k < variables.size(); k++) {
          parameters.add(parameter(node, k + 1, variables.get(k), data));
        }
        layers.add(new Layer(data, shape(Entry.of(i), node), parameters));
      }
    }
    return layers;
  }

  /** Names of the variables behind an operator's first input; none if that is all it takes. */
  private List<String> parameterNames(SymbolNode node) {
    return node.inputs().stream()
        .skip(1)
        .map(entry -> graph.nodes().get(entry.node()))
        .filter(SymbolNode::isVariable)
        .map(SymbolNode::name)
        .toList();
  }

  private TensorShape shape(Entry entry, SymbolNode node) {
    return shapes
        .shape(entry)
        .orElseThrow(() -> new IllegalArgumentException(unknown(node, "shape of its data")));
  }

  private static NetworkParameter parameter(
      SymbolNode node, int place, String name, TensorShape data) {
    Role role = role(node, place);
    TensorShape shape =
        switch (role) {
          case CONVOLUTION_WEIGHT -> filters(node, data);
          case DENSE_WEIGHT -> TensorShape.of(node.integer("num_hidden", 1), features(data));
          case BIAS -> TensorShape.of(node.integer("num_hidden", node.integer("num_filter", 1)));
          default -> TensorShape.of(data.dim(1));
        };
    return new NetworkParameter(name, shape, role);
  }

  private static Role role(SymbolNode node, int place) {
    if (node.isBatchNorm()) {
      return switch (place) {
        // MXNet's default: a scale that nothing is said about does not count.
        case 1 -> node.flag("fix_gamma", true) ? Role.FIXED_GAMMA : Role.GAMMA;
        case 2 -> Role.BETA;
        case 3 -> Role.MOVING_MEAN;
        default -> Role.MOVING_VARIANCE;
      };
    }
    return switch (node.op()) {
      case "Convolution" -> place == 1 ? Role.CONVOLUTION_WEIGHT : Role.BIAS;
      case "FullyConnected" -> place == 1 ? Role.DENSE_WEIGHT : Role.BIAS;
      case "LeakyReLU" -> Role.SLOPE;
      default -> throw new IllegalArgumentException(unknown(node, "role of its parameters"));
    };
  }

  private static TensorShape filters(SymbolNode node, TensorShape data) {
    List<Integer> dims = new ArrayList<>();
    dims.add(node.integer("num_filter", 1));
    dims.add(data.dim(1) / node.integer("num_group", 1));
    dims.addAll(node.integers("kernel"));
    return new TensorShape(dims);
  }

  private static int features(TensorShape data) {
    return Math.toIntExact(data.elements() / data.dim(0));
  }

  private static String unknown(SymbolNode node, String what) {
    return node.name() + " (" + node.op() + "): " + what + " is not known";
  }
}

package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ShapeInference;
import dev.facet.model.symbol.ShapeMismatchException;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Computes once what a graph computes from parameters alone, each time it runs: a weight that is
 * reshaped, or multiplied with a number. oneDNN, too, packs a weight once only if it is a parameter
 * itself.
 */
final class ConstantFolding {
  private final WeightedGraph network;
  private final ShapeInference shapes;

  /** Values of the operators that take parameters alone. */
  private final Map<Integer, FloatTensor> values = new HashMap<>();

  private ConstantFolding(WeightedGraph network, ShapeInference shapes) {
    this.network = network;
    this.shapes = shapes;
  }

  /** The same network with such results as parameters, by the names of the operators. */
  static WeightedGraph rewrite(WeightedGraph network) {
    Map<String, TensorShape> known = new HashMap<>();
    SymbolGraph graph = network.graph();
    for (int i = 0; i < graph.nodes().size(); i++) {
      String name = graph.nodes().get(i).name();
      network.value(Entry.of(i)).ifPresent(value -> known.put(name, value.shape()));
    }
    try {
      return new ConstantFolding(network, ShapeInference.of(graph, known)).rewritten();
    } catch (ShapeMismatchException e) {
      throw new IllegalArgumentException("parameters: " + e.getMessage(), e);
    }
  }

  private WeightedGraph rewritten() {
    List<SymbolNode> nodes = network.graph().nodes();
    Rewriting rewriting = new Rewriting(network.graph());
    for (int i = 0; i < nodes.size(); i++) {
      SymbolNode node = nodes.get(i);
      Optional<FloatTensor> value =
          node.isVariable() ? Optional.empty() : value(node, shapes.shape(Entry.of(i)));
      if (value.isPresent()) {
        values.put(i, value.get());
        rewriting.replace(node.name(), value.get());
      } else {
        rewriting.copy(node);
      }
    }
    return rewriting.result(network);
  }

  private Optional<FloatTensor> value(SymbolNode node, Optional<TensorShape> shape) {
    List<FloatTensor> inputs = new ArrayList<>();
    for (Entry entry : node.inputs()) {
      FloatTensor folded = values.get(entry.node());
      (folded == null ? network.value(entry) : Optional.of(folded)).ifPresent(inputs::add);
    }
    if (shape.isEmpty() || inputs.size() != 1 || node.inputs().size() != 1) {
      return Optional.empty();
    }
    float[] input = inputs.get(0).values();
    return function(node).map(f -> new FloatTensor(shape.get(), mapped(input, f)));
  }

  private static float[] mapped(float[] input, DoubleUnaryOperator function) {
    float[] output = new float[input.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = (float) function.applyAsDouble(input[i]);
    }
    return output;
  }

  /** What an operator of one input makes of each value. */
  private static Optional<DoubleUnaryOperator> function(SymbolNode node) {
    double scalar = node.number("scalar", Double.NaN);
    return Optional.ofNullable(
        switch (node.op()) {
          case "Reshape", "reshape", "Flatten", "flatten" -> x -> x;
          case "_plus_scalar" -> x -> x + scalar;
          case "_minus_scalar" -> x -> x - scalar;
          case "_rminus_scalar" -> x -> scalar - x;
          case "_mul_scalar" -> x -> x * scalar;
          case "_div_scalar" -> x -> x / scalar;
          default -> null;
        });
  }
}

package dev.facet.model.symbol;

import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shapes of a network's tensors for one shape of its input, by arithmetic alone: no engine, no
 * weights. Knows the operators that face networks are made of; behind one that it does not know,
 * shapes are unknown until a fully connected layer, whose output does not depend on its input.
 */
public final class ShapeInference {
  private final SymbolGraph graph;
  private final Map<Integer, TensorShape> shapes = new HashMap<>();

  private ShapeInference(SymbolGraph graph) {
    this.graph = graph;
  }

  /**
   * Goes through a network.
   *
   * @param graph the network
   * @param variables shapes of variables by name: of the input (N x C x H x W), and of parameters
   *     as far as they are known, which are then checked
   * @throws ShapeMismatchException if an operator cannot take what reaches it
   */
  public static ShapeInference of(SymbolGraph graph, Map<String, TensorShape> variables)
      throws ShapeMismatchException {
    ShapeInference inference = new ShapeInference(graph);
    for (int i = 0; i < graph.nodes().size(); i++) {
      SymbolNode node = graph.nodes().get(i);
      TensorShape shape = node.isVariable() ? variables.get(node.name()) : inference.operator(node);
      if (shape != null) {
        inference.shapes.put(i, shape);
      }
    }
    return inference;
  }

  /** Shape of an output; empty if it is not known. */
  public Optional<TensorShape> shape(Entry entry) {
    return Optional.ofNullable(known(entry));
  }

  /** Whether every fully connected layer's input is known, so that the input's size was checked. */
  public boolean isComplete() {
    return graph.nodes().stream()
        .filter(node -> node.op().equals("FullyConnected"))
        .allMatch(node -> !node.inputs().isEmpty() && known(node.inputs().get(0)) != null);
  }

  private @Nullable TensorShape known(Entry entry) {
    return entry.output() == 0 ? shapes.get(entry.node()) : null;
  }

  private @Nullable TensorShape operator(SymbolNode node) throws ShapeMismatchException {
    List<TensorShape> inputs = new ArrayList<>();
    for (Entry entry : node.inputs()) {
      TensorShape shape = known(entry);
      if (shape == null) {
        break;
      }
      inputs.add(shape);
    }
    try {
      if (node.op().equals("FullyConnected")) {
        return OperatorShapes.fullyConnected(node, inputs);
      }
      boolean all = inputs.size() == node.inputs().size();
      return inputs.isEmpty() ? null : OperatorShapes.infer(node, inputs, all);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      // Attributes come from a file: a negative length, an axis that there is not.
      throw new ShapeMismatchException(node, "attributes " + node.attributes(), e);
    }
  }
}

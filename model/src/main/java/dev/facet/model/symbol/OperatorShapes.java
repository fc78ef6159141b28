package dev.facet.model.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What MXNet's operators make of shapes, by the operators' documentation. Parameters whose shape is
 * not known are left out at the end of {@code inputs} and not checked.
 */
final class OperatorShapes {
  private static final int BATCH = 0;
  private static final int CHANNELS = 1;
  private static final int FIRST_SPATIAL = 2;

  /** Operators that give what they take; in MXNet 0.x the arithmetic ones are in camel case. */
  private static final Set<String> SAME_SHAPE =
      Set.of(
          "Activation",
          "LeakyReLU",
          "Dropout",
          "L2Normalization",
          "InstanceNorm",
          "LRN",
          "Cast",
          "SoftmaxOutput",
          "SoftmaxActivation",
          "Softmax",
          "softmax",
          "log_softmax",
          "BlockGrad",
          "identity",
          "_copy",
          "clip",
          "relu",
          "sigmoid",
          "tanh",
          "exp",
          "log",
          "sqrt",
          "square",
          "abs",
          "negative",
          "amp_cast");

  private static final Set<String> ELEMENTWISE =
      Set.of(
          "elemwise_add",
          "elemwise_sub",
          "elemwise_mul",
          "elemwise_div",
          "_plus",
          "_minus",
          "_mul",
          "_div",
          "_Plus",
          "_Minus",
          "_Mul",
          "_Div",
          "_maximum",
          "_minimum",
          "_Maximum",
          "_Minimum",
          "_grad_add",
          "add_n",
          "ElementWiseSum");

  private OperatorShapes() {}

  /**
   * Shape of an operator's first output.
   *
   * @param inputs the leading inputs whose shapes are known, at least one
   * @param all whether these are all inputs
   * @return null if it cannot be told
   */
  static @Nullable TensorShape infer(SymbolNode node, List<TensorShape> inputs, boolean all)
      throws ShapeMismatchException {
    TensorShape data = inputs.get(0);
    String op = node.op();
    if (SAME_SHAPE.contains(op) || isScalarArithmetic(op)) {
      return data;
    }
    if (node.isBatchNorm()) {
      return batchNorm(node, inputs);
    }
    if (ELEMENTWISE.contains(op)) {
      return all ? equal(node, inputs) : null;
    }
    if (op.startsWith("broadcast_")) {
      return all && inputs.size() == 2 ? broadcast(node, data, inputs.get(1)) : null;
    }
    return switch (op) {
      case "Convolution", "Convolution_v1" -> convolution(node, inputs);
      case "Pooling", "Pooling_v1" -> pooling(node, data);
      case "Flatten", "flatten" -> flattened(data);
      case "Concat", "concat" -> all ? concatenation(node, inputs) : null;
      case "Reshape", "reshape" -> ReshapeRule.apply(node, data);
      default -> null;
    };
  }

  private static boolean isScalarArithmetic(String op) {
    return op.startsWith("_") && (op.endsWith("_scalar") || op.endsWith("Scalar"));
  }

  /** Units are the columns of the weight; the input may be unknown, the output is not. */
  static TensorShape fullyConnected(SymbolNode node, List<TensorShape> inputs)
      throws ShapeMismatchException {
    OpAttributes attributes = new OpAttributes(node);
    int units = attributes.integer("num_hidden", 1);
    if (inputs.isEmpty()) {
      return TensorShape.of(1, units);
    }
    TensorShape data = inputs.get(0);
    boolean flatten = !attributes.text("flatten", "True").equals("False");
    TensorShape rows = flatten ? flattened(data) : data;
    int features = rows.dim(rows.rank() - 1);
    if (inputs.size() > 1 && !inputs.get(1).equals(TensorShape.of(units, features))) {
      throw new ShapeMismatchException(
          node, "weight " + inputs.get(1) + " (expected: " + units + "x" + features + ")");
    }
    return withDim(rows, rows.rank() - 1, units);
  }

  private static TensorShape convolution(SymbolNode node, List<TensorShape> inputs)
      throws ShapeMismatchException {
    TensorShape data = inputs.get(0);
    OpAttributes attributes = new OpAttributes(node);
    int spatial = data.rank() - FIRST_SPATIAL;
    List<Integer> kernel = attributes.tuple("kernel", spatial, 1);
    checkRank(node, data, kernel);
    List<Integer> weight = new ArrayList<>();
    weight.add(attributes.integer("num_filter", 1));
    weight.add(data.dim(CHANNELS) / Math.max(1, attributes.integer("num_group", 1)));
    weight.addAll(kernel);
    if (inputs.size() > 1 && !inputs.get(1).dims().equals(weight)) {
      throw new ShapeMismatchException(
          node, "weight " + inputs.get(1) + " (expected: " + new TensorShape(weight) + ")");
    }
    List<Integer> dims = new ArrayList<>(List.of(data.dim(BATCH), weight.get(0)));
    List<Integer> dilate = attributes.tuple("dilate", spatial, 1);
    for (int i = 0; i < spatial; i++) {
      int reach = dilate.get(i) * (kernel.get(i) - 1) + 1;
      dims.add(windows(node, attributes, data, i, reach, false));
    }
    return new TensorShape(dims);
  }

  private static TensorShape pooling(SymbolNode node, TensorShape data)
      throws ShapeMismatchException {
    OpAttributes attributes = new OpAttributes(node);
    int spatial = data.rank() - FIRST_SPATIAL;
    boolean global = attributes.flag("global_pool");
    List<Integer> kernel = attributes.tuple("kernel", spatial, 1);
    if (!global) {
      checkRank(node, data, kernel);
    }
    // "full" rounds up: a last window may lie partly outside.
    boolean full = attributes.text("pooling_convention", "valid").equals("full");
    List<Integer> dims = new ArrayList<>(data.dims().subList(0, FIRST_SPATIAL));
    for (int i = 0; i < spatial; i++) {
      dims.add(global ? 1 : windows(node, attributes, data, i, kernel.get(i), full));
    }
    return new TensorShape(dims);
  }

  /** How often a window of a reach fits along a spatial axis. */
  private static int windows(
      SymbolNode node,
      OpAttributes attributes,
      TensorShape data,
      int axis,
      int reach,
      boolean roundUp)
      throws ShapeMismatchException {
    int spatial = data.rank() - FIRST_SPATIAL;
    int length = data.dim(FIRST_SPATIAL + axis);
    int pad = attributes.tuple("pad", spatial, 0).get(axis);
    int stride = Math.max(1, attributes.tuple("stride", spatial, 1).get(axis));
    int room = length + 2 * pad - reach;
    if (room < 0) {
      throw new ShapeMismatchException(
          node, "length " + length + " with pad " + pad + " is below the kernel's " + reach);
    }
    return (roundUp ? room + stride - 1 : room) / stride + 1;
  }

  private static TensorShape batchNorm(SymbolNode node, List<TensorShape> inputs)
      throws ShapeMismatchException {
    TensorShape data = inputs.get(0);
    int axis = new OpAttributes(node).integer("axis", CHANNELS);
    int channels = data.dim(axis < 0 ? axis + data.rank() : axis);
    for (TensorShape parameter : inputs.subList(1, inputs.size())) {
      if (!parameter.equals(TensorShape.of(channels))) {
        throw new ShapeMismatchException(
            node, "parameter " + parameter + " (expected: " + channels + ")");
      }
    }
    return data;
  }

  private static TensorShape equal(SymbolNode node, List<TensorShape> inputs)
      throws ShapeMismatchException {
    for (TensorShape input : inputs) {
      if (!input.equals(inputs.get(0))) {
        throw new ShapeMismatchException(node, inputs.get(0) + " and " + input);
      }
    }
    return inputs.get(0);
  }

  private static TensorShape broadcast(SymbolNode node, TensorShape a, TensorShape b)
      throws ShapeMismatchException {
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < a.rank(); i++) {
      boolean fits =
          a.rank() == b.rank() && (a.dim(i) == b.dim(i) || a.dim(i) == 1 || b.dim(i) == 1);
      if (!fits) {
        throw new ShapeMismatchException(node, a + " and " + b);
      }
      dims.add(Math.max(a.dim(i), b.dim(i)));
    }
    return new TensorShape(dims);
  }

  private static TensorShape concatenation(SymbolNode node, List<TensorShape> inputs)
      throws ShapeMismatchException {
    int axis = new OpAttributes(node).integer("dim", CHANNELS);
    TensorShape first = inputs.get(0);
    axis = axis < 0 ? axis + first.rank() : axis;
    int length = 0;
    for (TensorShape input : inputs) {
      if (axis >= input.rank() || !withDim(input, axis, 0).equals(withDim(first, axis, 0))) {
        throw new ShapeMismatchException(node, first + " and " + input + " along " + axis);
      }
      length += input.dim(axis);
    }
    return withDim(first, axis, length);
  }

  private static TensorShape flattened(TensorShape data) {
    int batch = data.dim(BATCH);
    return TensorShape.of(batch, (int) (data.elements() / Math.max(1, batch)));
  }

  private static TensorShape withDim(TensorShape shape, int axis, int length) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(axis, length);
    return new TensorShape(dims);
  }

  private static void checkRank(SymbolNode node, TensorShape data, List<Integer> kernel)
      throws ShapeMismatchException {
    if (data.rank() != kernel.size() + FIRST_SPATIAL) {
      throw new ShapeMismatchException(
          node, data + " (expected: " + (kernel.size() + FIRST_SPATIAL) + " axes)");
    }
  }
}

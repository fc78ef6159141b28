package dev.facet.model.symbol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * MXNet's Reshape: a length above 0 is taken as it is, 0 copies the input's, -1 is what is left, -2
 * copies all the rest, -3 is the product of two; -4 and {@code reverse} are not followed.
 */
final class ReshapeRule {
  private static final int COPY = 0;
  private static final int INFER = -1;
  private static final int COPY_REST = -2;
  private static final int MERGE_TWO = -3;

  private ReshapeRule() {}

  static @Nullable TensorShape apply(SymbolNode node, TensorShape data)
      throws ShapeMismatchException {
    OpAttributes attributes = new OpAttributes(node);
    List<Integer> wanted = attributes.integers("shape");
    if (wanted == null || attributes.flag("reverse")) {
      return null;
    }
    List<Integer> dims = new ArrayList<>();
    int inferred = -1;
    int from = 0;
    for (int length : wanted) {
      int taken = length == MERGE_TWO ? 2 : 1;
      if (length < INFER || length == COPY) {
        checkLeft(node, data, from + taken);
      }
      switch (length) {
        case COPY -> dims.add(data.dim(from));
        case INFER -> {
          inferred = dims.size();
          dims.add(1);
        }
        case COPY_REST -> {
          dims.addAll(data.dims().subList(from, data.rank()));
          taken = data.rank() - from;
        }
        case MERGE_TWO -> dims.add(data.dim(from) * data.dim(from + 1));
        default -> {
          if (length < 0) {
            return null;
          }
          dims.add(length);
        }
      }
      from += taken;
    }
    long known = new TensorShape(dims).elements();
    if (inferred >= 0 && known > 0) {
      dims.set(inferred, (int) (data.elements() / known));
    }
    TensorShape shape = new TensorShape(dims);
    if (shape.elements() != data.elements()) {
      throw new ShapeMismatchException(node, data + " does not become " + wanted);
    }
    return shape;
  }

  private static void checkLeft(SymbolNode node, TensorShape data, int needed)
      throws ShapeMismatchException {
    if (needed > data.rank()) {
      throw new ShapeMismatchException(node, data + " (expected: at least " + needed + " axes)");
    }
  }
}

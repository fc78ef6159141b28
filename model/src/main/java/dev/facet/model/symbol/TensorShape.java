package dev.facet.model.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The lengths of a tensor's axes, outermost first.
 *
 * @param dims the lengths, each 0 or above
 */
public record TensorShape(List<Integer> dims) {
  /** Copies the lengths. */
  public TensorShape {
    dims = List.copyOf(dims);
    if (dims.stream().anyMatch(d -> d < 0)) {
      throw new IllegalArgumentException("dims: " + dims + " (expected: none below 0)");
    }
  }

  /** A shape of these lengths. */
  public static TensorShape of(int... dims) {
    return new TensorShape(IntStream.of(dims).boxed().toList());
  }

  /** Number of axes. */
  public int rank() {
    return dims.size();
  }

  /** Length of one axis. */
  public int dim(int axis) {
    return dims.get(axis);
  }

  /** The same with another length of one axis. */
  public TensorShape withDim(int axis, int length) {
    List<Integer> others = new ArrayList<>(dims);
    others.set(axis, length);
    return new TensorShape(others);
  }

  /**
   * Number of elements; 1 for a scalar's empty shape.
   *
   * @throws ArithmeticException if it is beyond a long
   */
  public long elements() {
    return dims.stream().mapToLong(d -> d).reduce(1, Math::multiplyExact);
  }

  /** Such as {@code 1x3x112x112}. */
  @Override
  public String toString() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}

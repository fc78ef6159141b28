package dev.facet.model.engine;

import java.util.Locale;

/** Whether a graph is rewritten before it is compiled, so that it runs faster. */
public enum GraphPasses {
  /**
   * On a CPU, in operators that MXNet is fast at and that oneDNN then fuses, wherever the rewritten
   * graph computes the same; elsewhere as {@link #NONE}.
   */
  ALL,
  /** The graph runs as it was published. */
  NONE;

  /**
   * The passes of a name.
   *
   * @param name {@code all} or {@code none}
   * @throws IllegalArgumentException if it is neither
   */
  public static GraphPasses parse(String name) {
    for (GraphPasses passes : values()) {
      if (passes.toString().equals(name)) {
        return passes;
      }
    }
    throw new IllegalArgumentException("graph-passes: " + name + " (expected: all or none)");
  }

  /** The name, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

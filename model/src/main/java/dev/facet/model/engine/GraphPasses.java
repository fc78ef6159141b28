package dev.facet.model.engine;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.GraphPass;
import dev.facet.model.symbol.pass.WeightedGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a published graph before it runs on a CPU, so that it runs faster and computes
 * the same. Immutable.
 *
 * <p>Written {@code all}, {@code none}, or as the names of passes with commas between them, such as
 * {@code relu6,flatten,fusion}. The order of the names does not matter.
 */
public final class GraphPasses {

  /** Every pass, and fusion. */
  public static final GraphPasses ALL = new GraphPasses(EnumSet.allOf(GraphPass.class), true);

  /** The graph runs as it was published. */
  public static final GraphPasses NONE = new GraphPasses(EnumSet.noneOf(GraphPass.class), false);

  /** The compiler's: oneDNN makes one operator of several. Comes after all passes. */
  private static final String FUSION = "fusion";

  private final Set<GraphPass> passes;
  private final boolean fused;

  private GraphPasses(Set<GraphPass> passes, boolean fused) {
    this.passes = passes;
    this.fused = fused;
  }

  /**
   * The passes of a text.
   *
   * @param text {@code all}, {@code none}, or names with commas between them, spaces around them
   *     allowed
   * @throws IllegalArgumentException if a name is none of {@link #names}
   */
  public static GraphPasses parse(String text) {
    if (text.equals("all")) {
      return ALL;
    }
    return text.equals("none") ? NONE : of(List.of(text.split(",", -1)));
  }

  private static GraphPasses of(List<String> names) {
    Set<String> wanted = names.stream().map(String::strip).collect(Collectors.toSet());
    for (String name : wanted) {
      if (!names().contains(name)) {
        throw new IllegalArgumentException(
            "graph-passes: "
                + name
                + " (expected: all, none, or a list of "
                + String.join(", ", names())
                + ")");
      }
    }
    EnumSet<GraphPass> passes = EnumSet.allOf(GraphPass.class);
    passes.removeIf(pass -> !wanted.contains(pass.title()));
    return new GraphPasses(passes, wanted.contains(FUSION));
  }

  /** The names of all passes, in the order in which they are made. */
  public static List<String> names() {
    return Stream.concat(Arrays.stream(GraphPass.values()).map(GraphPass::title), Stream.of(FUSION))
        .toList();
  }

  /**
   * These passes but one.
   *
   * @param name one of {@link #names}
   */
  public GraphPasses without(String name) {
    List<String> names = new ArrayList<>(included());
    names.remove(name);
    return of(names);
  }

  /** Whether the graph runs as it was published. */
  boolean isNone() {
    return passes.isEmpty() && !fused;
  }

  /** Whether oneDNN fuses operators. */
  boolean fused() {
    return fused;
  }

  /**
   * The same network, rewritten by all passes in turn.
   *
   * @param parameters by the names of variables
   * @param inputName its input
   * @param input the input's shape, N x C x H x W
   * @throws IllegalArgumentException if the network does not take that shape
   */
  WeightedGraph apply(
      SymbolGraph graph, Map<String, FloatTensor> parameters, String inputName, TensorShape input) {
    WeightedGraph network = WeightedGraph.published(graph, parameters);
    for (GraphPass pass : passes) {
      network = pass.apply(network, inputName, input);
    }
    return network;
  }

  private List<String> included() {
    Stream<String> titles = passes.stream().map(GraphPass::title);
    return Stream.concat(titles, Stream.of(FUSION).filter(name -> fused)).toList();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GraphPasses that && fused == that.fused && passes.equals(that.passes);
  }

  @Override
  public int hashCode() {
    return included().hashCode();
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    if (isNone()) {
      return "none";
    }
    return equals(ALL) ? "all" : String.join(",", included());
  }
}

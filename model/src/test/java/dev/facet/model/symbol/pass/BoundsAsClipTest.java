package dev.facet.model.symbol.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsAsClipTest {
  private static final SymbolNode DATA = SymbolNode.variable("data");

  @ParameterizedTest
  @CsvSource({
    "_maximum_scalar, 0, _minimum_scalar, 6, 0, 6",
    "_minimum_scalar, 6.0, _maximum_scalar, -1e-3, -1e-3, 6.0",
    "_MaximumScalar, 2, _MinimumScalar, 2, 2, 2",
  })
  void boundsInEitherOrder_becomeAClipOfTheSecondsName(
      String first, String firstBound, String second, String secondBound, String min, String max) {
    SymbolGraph rewritten =
        BoundsAsClip.rewrite(
            graph(
                List.of(Entry.of(3)),
                DATA,
                bound(first, "inner", firstBound, 0),
                bound(second, "outer", secondBound, 1),
                op("Flatten", "rows", Map.of(), 2)));

    assertEquals(
        graph(
            List.of(Entry.of(2)),
            DATA,
            op("clip", "outer", Map.of("a_min", min, "a_max", max), 0),
            op("Flatten", "rows", Map.of(), 1)),
        rewritten);
  }

  @Test
  void clipTakesTheOutputThatTheInnerTook() {
    SymbolNode slice = op("SliceChannel", "parts", Map.of("num_outputs", "2"), 0);
    SymbolNode second =
        new SymbolNode(
            "_maximum_scalar", "inner", Map.of("scalar", "0"), List.of(new Entry(1, 1, 0)));
    SymbolGraph rewritten =
        BoundsAsClip.rewrite(
            graph(
                List.of(Entry.of(3)),
                DATA,
                slice,
                second,
                bound("_minimum_scalar", "outer", "6", 2)));

    assertEquals(List.of(new Entry(1, 1, 0)), rewritten.nodes().get(2).inputs());
    assertEquals("outer_output", rewritten.outputName(rewritten.heads().get(0)));
  }

  @Test
  void thirdBound_staysAlone() {
    SymbolGraph rewritten =
        BoundsAsClip.rewrite(
            graph(
                List.of(Entry.of(3)),
                DATA,
                bound("_maximum_scalar", "a", "0", 0),
                bound("_minimum_scalar", "b", "6", 1),
                bound("_maximum_scalar", "c", "1", 2)));

    assertEquals(
        graph(
            List.of(Entry.of(2)),
            DATA,
            op("clip", "b", Map.of("a_min", "0", "a_max", "6"), 0),
            bound("_maximum_scalar", "c", "1", 1)),
        rewritten);
  }

  @Test
  void innerThatSomethingElseTakes_stays() {
    requireUnchanged(
        graph(
            List.of(Entry.of(3)),
            DATA,
            bound("_maximum_scalar", "inner", "0", 0),
            bound("_minimum_scalar", "outer", "6", 1),
            op("elemwise_add", "sum", Map.of(), 1, 2)));
  }

  @Test
  void innerThatIsAnOutput_stays() {
    requireUnchanged(
        graph(
            List.of(Entry.of(2), Entry.of(1)),
            DATA,
            bound("_maximum_scalar", "inner", "0", 0),
            bound("_minimum_scalar", "outer", "6", 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "_maximum_scalar, 6, _minimum_scalar, 0",
    "_minimum_scalar, 0, _maximum_scalar, 6",
    "_maximum_scalar, 0, _maximum_scalar, 6",
    "_maximum_scalar, nan, _minimum_scalar, 6",
    "_maximum_scalar, 0, _minimum_scalar, inf",
    "_maximum_scalar, 0, _plus_scalar, 6",
  })
  void whatIsNoRange_stays(String first, String firstBound, String second, String secondBound) {
    requireUnchanged(
        graph(
            List.of(Entry.of(2)),
            DATA,
            bound(first, "inner", firstBound, 0),
            bound(second, "outer", secondBound, 1)));
  }

  private static void requireUnchanged(SymbolGraph graph) {
    assertEquals(graph, BoundsAsClip.rewrite(graph));
  }

  private static SymbolGraph graph(List<Entry> heads, SymbolNode... nodes) {
    return new SymbolGraph(List.of(nodes), heads, SymbolGraph.CURRENT_VERSION);
  }

  private static SymbolNode bound(String op, String name, String scalar, int input) {
    return op(op, name, Map.of("scalar", scalar), input);
  }

  private static SymbolNode op(
      String op, String name, Map<String, String> attributes, Integer... inputs) {
    return new SymbolNode(op, name, attributes, List.of(inputs).stream().map(Entry::of).toList());
  }
}

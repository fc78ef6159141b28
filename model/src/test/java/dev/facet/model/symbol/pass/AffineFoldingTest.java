package dev.facet.model.symbol.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.TensorShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffineFoldingTest {
  private static final Map<String, String> DENSE = Map.of("num_hidden", "2");
  private final Weighted network = new Weighted();

  private WeightedGraph before(ChannelAffine.Kind kind) {
    return AffineFolding.intoLayerBefore(network.network(), kind);
  }

  private WeightedGraph behind(ChannelAffine.Kind kind) {
    return AffineFolding.intoLayerBehind(network.network(), kind);
  }

  private int dense(String name, int input, float... weights) {
    int weight = network.parameter(name + "_w", TensorShape.of(2, weights.length / 2), weights);
    return network.op("FullyConnected", name, DENSE, input, weight, network.row(name + "_b", 1, 2));
  }

  private static void requireUnchanged(WeightedGraph before, WeightedGraph after) {
    assertEquals(before.graph(), after.graph());
    assertEquals(Map.of(), after.computed());
  }

  @Test
  void batchNorm_goesIntoTheLayerBefore_whichGetsItsName() {
    network.batchNorm("norm", Map.of(), dense("dense", 0, 10, 20, 30, 40));
    WeightedGraph folded = before(ChannelAffine::batchNorm);

    assertEquals(List.of("FullyConnected norm"), Weighted.operators(folded));
    assertEquals(List.of("data", "norm_weight", "norm_bias"), folded.graph().arguments());
    assertArrayEquals(
        new float[] {5, 10, 22.5f, 30}, Weighted.computed(folded, "norm_weight").values());
    // 1 * 2 / 4 + 5 - 3 * 2 / 4, and 2 * 6 / 8 + 9 - 7 * 6 / 8.
    assertArrayEquals(new float[] {4, 5.25f}, Weighted.computed(folded, "norm_bias").values());
  }

  @Test
  void scaleThatIsFixed_countsAsOne_whichIsTheDefault() {
    int dense = dense("dense", 0, 8, 8, 8, 8);
    int gamma = network.row("gamma", 2, 6);
    int zero = network.row("zero", 0, 0);
    int variance = network.row("variance", 0.999f, 3.999f);
    network.op("BatchNorm", "norm", Map.of(), dense, gamma, zero, zero, variance);
    WeightedGraph folded = before(ChannelAffine::batchNorm);

    assertArrayEquals(
        new float[] {8, 8, 4, 4}, Weighted.computed(folded, "norm_weight").values(), 1e-6f);
  }

  @ParameterizedTest
  @CsvSource({"axis, 3", "axis, -1", "output_mean_var, True"})
  void batchNormOfAnotherKind_stays(String attribute, String value) {
    network.batchNorm("norm", Map.of(attribute, value), dense("dense", 0, 1, 2, 3, 4));
    requireUnchanged(network.network(), before(ChannelAffine::batchNorm));
  }

  @Test
  void layerWhoseResultSomethingElseTakes_keepsIt() {
    int dense = dense("dense", 0, 1, 2, 3, 4);
    int norm = network.batchNorm("norm", Map.of(), dense);
    network.op("elemwise_add", "sum", Map.of(), norm, dense);
    requireUnchanged(network.network(), before(ChannelAffine::batchNorm));
  }

  @Test
  void layerThatIsAnOutput_keepsItsResult() {
    network.batchNorm("norm", Map.of(), dense("dense", 0, 1, 2, 3, 4));
    WeightedGraph whole = network.network();
    int dense = 3;
    SymbolGraph graph =
        new SymbolGraph(
            whole.graph().nodes(),
            List.of(whole.graph().heads().get(0), SymbolNode.Entry.of(dense)),
            SymbolGraph.CURRENT_VERSION);
    WeightedGraph two = whole.with(graph);
    requireUnchanged(two, AffineFolding.intoLayerBefore(two, ChannelAffine::batchNorm));
  }

  @Test
  void batchNorm_goesThroughAFlatten_intoTheLayerBehind() {
    int norm = network.batchNorm("norm", Map.of(), 0);
    dense("dense", network.op("Flatten", "rows", Map.of(), norm), 10, 20, 30, 40, 1, 2, 3, 4);
    WeightedGraph folded = behind(ChannelAffine::batchNorm);

    assertEquals(List.of("Flatten rows", "FullyConnected dense"), Weighted.operators(folded));
    // Of four features, two are of each channel.
    assertArrayEquals(
        new float[] {5, 10, 22.5f, 30, 0.5f, 1, 2.25f, 3},
        Weighted.computed(folded, "dense_weight").values());
    // Shifts: 5 - 3 * 2 / 4 and 9 - 7 * 6 / 8.
    assertArrayEquals(
        new float[] {1 + 30 * 3.5f + 70 * 3.75f, 2 + 3 * 3.5f + 7 * 3.75f},
        Weighted.computed(folded, "dense_bias").values());
  }

  /** Zeros around the image are zeros behind batch norm, not before it. */
  @ParameterizedTest
  @CsvSource({"'(0, 0)', 0", "'(1, 0)', 1"})
  void batchNormBeforeAConvolution_goesIntoItOnlyWithoutPadding(String pad, int left) {
    int norm = network.batchNorm("norm", Map.of(), 0);
    int weight = network.parameter("w", TensorShape.of(1, 2, 1, 1), 1, 1);
    Map<String, String> point = Map.of("kernel", "(1, 1)", "num_filter", "1", "pad", pad);
    network.op("Convolution", "conv", point, norm, weight, network.row("b", 0));
    WeightedGraph folded = behind(ChannelAffine::batchNorm);
    assertEquals(
        left, Weighted.operators(folded).stream().filter("BatchNorm norm"::equals).count());
  }

  @Test
  void multiplicationOfTheInput_goesIntoAPaddedConvolution_subtractionDoesNot() {
    int centred = network.op("_minus_scalar", "centred", Map.of("scalar", "127.5"), 0);
    int scaled = network.op("_mul_scalar", "scaled", Map.of("scalar", "0.5"), centred);
    int weight = network.parameter("w", TensorShape.of(1, 2, 1, 1), 3, 5);
    Map<String, String> padded =
        Map.of("kernel", "(1, 1)", "num_filter", "1", "pad", "(1, 1)", "no_bias", "True");
    network.op("Convolution", "conv", padded, scaled, weight);
    WeightedGraph folded = behind(ChannelAffine::multiplication);

    assertEquals(List.of("_minus_scalar centred", "Convolution conv"), Weighted.operators(folded));
    assertArrayEquals(new float[] {1.5f, 2.5f}, Weighted.computed(folded, "conv_weight").values());
  }
}

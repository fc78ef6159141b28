package dev.facet.model.symbol.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.TensorShape;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupBlocksTest {

  private static WeightedGraph convolution(int groups, int outputs, int inputs, float... weights) {
    Weighted network = new Weighted();
    int weight = network.parameter("w", TensorShape.of(outputs, inputs, 1, 1), weights);
    Map<String, String> attributes =
        Map.of(
            "kernel",
            "(1, 1)",
            "no_bias",
            "True",
            "num_filter",
            Integer.toString(outputs),
            "num_group",
            Integer.toString(groups));
    network.op("Convolution", "conv", attributes, 0, weight);
    return network.network();
  }

  @Test
  void joinedGroups_haveZerosBetweenThem() {
    WeightedGraph joined = GroupBlocks.rewrite(convolution(2, 4, 2, 1, 2, 3, 4, 5, 6, 7, 8));
    FloatTensor weight = Weighted.computed(joined, "conv_weight");
    assertEquals(TensorShape.of(4, 4, 1, 1), weight.shape());
    assertArrayEquals(
        new float[] {1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 5, 6, 0, 0, 7, 8}, weight.values());
    assertEquals("1", joined.graph().nodes().get(2).attributes().get("num_group"));
  }

  @ParameterizedTest
  @CsvSource({"64, 128, 2, 8", "32, 32, 2, 4", "3, 12, 4, 3", "6, 24, 4, 3"})
  void groupsAreJoinedInPowersOfTwo_upToABlock(int groups, int outputs, int inputs, String left) {
    WeightedGraph narrow = convolution(groups, outputs, inputs, new float[outputs * inputs]);
    assertEquals(
        left,
        Objects.requireNonNull(
            GroupBlocks.rewrite(narrow).graph().nodes().get(2).attributes().get("num_group")));
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 2", "8, 8, 1", "2, 32, 16"})
  void fullAndDepthwiseAndWideOnes_stay(int groups, int outputs, int inputs) {
    WeightedGraph network = convolution(groups, outputs, inputs, new float[outputs * inputs]);
    assertEquals(network.graph(), GroupBlocks.rewrite(network).graph());
  }
}

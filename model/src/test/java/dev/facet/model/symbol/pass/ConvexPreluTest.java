package dev.facet.model.symbol.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.TensorShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConvexPreluTest {
  private static final TensorShape IMAGE = TensorShape.of(1, 2, 4, 4);

  private static WeightedGraph prelu(float... slopes) {
    Weighted network = new Weighted();
    Map<String, String> attributes = Map.of("act_type", "prelu");
    network.op("LeakyReLU", "prelu", attributes, 0, network.row("slopes", slopes));
    return network.network();
  }

  private static WeightedGraph rewrite(WeightedGraph network) {
    return ConvexPrelu.rewrite(network, "data", IMAGE);
  }

  @Test
  void slopesUpToOne_becomeTwoScalesOfWhichOneIsCut() {
    WeightedGraph rewritten = rewrite(prelu(-0.5f, 1));
    assertEquals(
        List.of(
            "Convolution prelu_positive_scaled",
            "Activation prelu_positive",
            "Convolution prelu_all_scaled",
            "elemwise_add prelu"),
        Weighted.operators(rewritten));
    assertArrayEquals(
        new float[] {-0.5f, 1}, Weighted.computed(rewritten, "prelu_all_scaled_weight").values());
    assertArrayEquals(
        new float[] {1.5f, 0},
        Weighted.computed(rewritten, "prelu_positive_scaled_weight").values());
  }

  /** max(0, (1 - g) x) is (1 - g) max(0, x) only where 1 - g is not negative. */
  @Test
  void slopeAboveOne_staysPrelu() {
    WeightedGraph network = prelu(0.5f, 1.0001f);
    assertEquals(network.graph(), rewrite(network).graph());
  }

  @Test
  void slopesThatAreTheSame_becomeLeaky() {
    SymbolNode leaky = rewrite(prelu(1.5f, 1.5f)).graph().nodes().get(1);
    assertEquals(Map.of("act_type", "leaky", "slope", "1.5"), leaky.attributes());
    assertEquals(1, leaky.inputs().size());
  }

  @Test
  void preluOverRows_staysAsItIs() {
    WeightedGraph network = prelu(0.5f, 0.25f);
    WeightedGraph rewritten = ConvexPrelu.rewrite(network, "data", TensorShape.of(1, 2));
    assertEquals(network.graph(), rewritten.graph());
  }
}

package dev.facet.model.symbol.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.TensorShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantFoldingTest {
  private final Weighted network = new Weighted();

  @Test
  void chainOverAParameter_becomesOneParameter_ofTheLastOnesName() {
    int slopes = network.row("slopes", 0.25f, 2);
    int column = network.op("Reshape", "column", Map.of("shape", "(-1, 1, 1, 1)"), slopes);
    int rest = network.op("_rminus_scalar", "rest", Map.of("scalar", "1"), column);
    network.op("broadcast_mul", "scaled", Map.of(), 0, rest);
    WeightedGraph folded = ConstantFolding.rewrite(network.network());

    assertEquals(List.of("broadcast_mul scaled"), Weighted.operators(folded));
    assertEquals(List.of("data", "rest"), folded.graph().arguments());
    FloatTensor value = Weighted.computed(folded, "rest");
    assertEquals(TensorShape.of(2, 1, 1, 1), value.shape());
    assertArrayEquals(new float[] {0.75f, -1}, value.values());
    assertEquals("(2, 1, 1, 1,)", folded.graph().nodes().get(1).attributes().get("__shape__"));
  }

  @ParameterizedTest
  @CsvSource({
    "_plus_scalar, 10",
    "_minus_scalar, -2",
    "_rminus_scalar, 2",
    "_mul_scalar, 24",
    "_div_scalar, 0.6666667",
  })
  void arithmeticWithANumber_isMxnets(String op, float expected) {
    int four = network.row("four", 4);
    network.op("broadcast_mul", "out", Map.of(), 0, network.op(op, "made", SIX, four));
    float[] made = Weighted.computed(ConstantFolding.rewrite(network.network()), "made").values();
    assertArrayEquals(new float[] {expected}, made);
  }

  private static final Map<String, String> SIX = Map.of("scalar", "6");

  @Test
  void whatTakesTheInput_orIsNotKnown_stays() {
    int scaled = network.op("_mul_scalar", "scaled", SIX, 0);
    int root = network.op("sqrt", "root", Map.of(), network.row("w", 4));
    network.op("broadcast_mul", "out", Map.of(), scaled, root);
    WeightedGraph original = network.network();
    assertEquals(original.graph(), ConstantFolding.rewrite(original).graph());
  }
}

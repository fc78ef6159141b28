package dev.facet.trainer.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeightDecayTest {

  private final List<SymbolNode> nodes = new ArrayList<>(List.of(SymbolNode.variable("data")));

  @Test
  void weightsOfLayersDecay_biasesAndNormsDoNot() {
    assertEquals(
        Set.of("conv1_weight", "conv2_weight", "pre_fc1_weight"),
        WeightDecay.decayed(TinyTraining.model().symbol()));
  }

  @Test
  void slopesDoNotDecay_howeverTheyAreWritten() {
    add("LeakyReLU", "prelu", Map.of("act_type", "prelu"), "gamma");
    add("Convolution", "slope", convolution("(1, 1)", 8, 8), "weight");
    assertEquals(Set.of(), WeightDecay.decayed(graph()));
  }

  @Test
  void otherDepthwiseAndPointwiseConvolutionsDecay() {
    add("Convolution", "depthwise", convolution("(3, 3)", 8, 8), "weight");
    add("Convolution", "pointwise", convolution("(1,1)", 8, 1), "weight");
    assertEquals(Set.of("depthwise_weight", "pointwise_weight"), WeightDecay.decayed(graph()));
  }

  private static Map<String, String> convolution(String kernel, int filters, int groups) {
    return Map.of(
        "kernel", kernel, "num_filter", "" + filters, "num_group", "" + groups, "no_bias", "True");
  }

  private void add(String op, String name, Map<String, String> attributes, String parameter) {
    int input = nodes.size() - 1;
    nodes.add(SymbolNode.variable(name + "_" + parameter));
    List<Entry> inputs = List.of(Entry.of(input), Entry.of(input + 1));
    nodes.add(new SymbolNode(op, name, attributes, inputs));
  }

  private SymbolGraph graph() {
    return new SymbolGraph(nodes, List.of(Entry.of(nodes.size() - 1)), SymbolGraph.CURRENT_VERSION);
  }
}

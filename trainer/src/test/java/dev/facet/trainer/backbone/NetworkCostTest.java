package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.backbone.GraphBuilder.Window;
import dev.facet.trainer.backbone.NetworkParameter.Role;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Costs against the figures of InsightFace's tables and of the papers, to their last digit. */
class NetworkCostTest {

  @ParameterizedTest
  @CsvSource({
    "ir-resnet-18, 24.0, 2.6",
    "ir-resnet-34, 34.1, 4.5",
    "ir-resnet-50, 43.6, 6.3",
    "ir-resnet-100, 65.2, 12.1",
    "mobilefacenet-mbf, 2.06, 0.44",
  })
  void published_areTheParametersAndMultiplyAdds(String name, String millions, String billions) {
    Backbone backbone = Backbone.named(name);
    NetworkCost cost =
        NetworkCost.of(backbone.graph(backbone.defaultDimension()), Backbone.ONE_FACE);
    assertEquals(millions, rounded(cost.parameters() / 1e6, millions));
    assertEquals(billions, rounded(cost.multiplyAdds() / 1e9, billions));
  }

  /** What is published counts batch norm as folded into the convolutions: no scales. */
  @Test
  void mobileFaceNet_hasThePublishedParametersOnceFolded() {
    SymbolGraph graph = Backbone.MOBILEFACENET_Y1.graph(128);
    long scales =
        NetworkParameters.of(graph, Backbone.ONE_FACE).stream()
            .filter(parameter -> parameter.role() == Role.GAMMA)
            .mapToLong(parameter -> parameter.shape().elements())
            .sum();
    NetworkCost cost = NetworkCost.of(graph, Backbone.ONE_FACE);
    assertEquals("0.993", rounded((cost.parameters() - scales) / 1e6, "0.993"));
    assertEquals("221", rounded(cost.multiplyAdds() / 1e6, "221"));
  }

  @Test
  void smallNetwork_costsWhatIsCountedByHand() {
    GraphBuilder builder = new GraphBuilder();
    Entry at = builder.convolution("full", builder.pixels(), new Window(3, 2, 1), 8, 1);
    at = builder.prelu("slope", builder.batchNorm("norm", at, 1e-3));
    at = builder.convolution("depthwise", at, Window.three(1), 8, 8);
    NetworkCost cost = NetworkCost.of(builder.embedding(at, 5), TensorShape.of(1, 3, 10, 6));
    int places = 5 * 3;
    assertEquals(
        8 * 3 * 9 + 8 + 8 + 8 + 8 * 9 + 5 * (8 * places) + 5 + 5, cost.parameters(), "parameters");
    assertEquals(
        places * (8 * 3 * 9) + places * (8 * 9) + 5 * (8 * places), cost.multiplyAdds(), "adds");
  }

  @Test
  void imageTooSmall_isRefusedByTheLayerThatCannotTakeIt() {
    SymbolGraph graph = Backbone.MOBILEFACENET_Y1.graph(128);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> NetworkCost.of(graph, TensorShape.of(1, 3, 64, 64)));
    assertTrue(String.valueOf(refused.getMessage()).contains("conv_6dw7_7"), refused.getMessage());
  }

  /** With as many places as the published figure. */
  private static String rounded(double value, String published) {
    int scale = new BigDecimal(published).scale();
    return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP).toPlainString();
  }
}

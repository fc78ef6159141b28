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
    "facenet-nn1, 140, 1.6",
    "facenet-nn2, 7.5, 1.6",
    "inception-resnet-v1, 23.5, 1.42",
  })
  void published_areTheParametersAndMultiplyAdds(String name, String millions, String billions) {
    Backbone backbone = Backbone.named(name);
    NetworkCost cost = cost(backbone);
    assertEquals(millions, rounded(cost.parameters() / 1e6, millions));
    assertEquals(billions, rounded(cost.multiplyAdds() / 1e9, billions));
  }

  /**
   * What is published, 28 M, counts the classes of CASIA-WebFace, which are not of the network.
   * Each stage is a convolution with bias and residual units without; PReLU has a slope a channel.
   */
  @Test
  void sphereFace20_hasThePublishedParametersWithItsClasses() {
    NetworkCost cost = cost(Backbone.SPHEREFACE_20);
    assertEquals("28.1", rounded((cost.parameters() + 512 * 10_572) / 1e6, "28.1"));
    long stage1 = 3 * 9 * 64 + 2 * (64 * 9 * 64);
    long stage2 = 64 * 9 * 128 + 4 * (128 * 9 * 128);
    long stage3 = 128 * 9 * 256 + 8 * (256 * 9 * 256);
    long stage4 = 256 * 9 * 512 + 2 * (512 * 9 * 512);
    long dense = 512 * 7 * 6 * 512;
    long biases = 64 + 128 + 256 + 512 + 512;
    long slopes = 3 * 64 + 5 * 128 + 9 * 256 + 3 * 512;
    assertEquals(stage1 + stage2 + stage3 + stage4 + dense + biases + slopes, cost.parameters());
    assertEquals(
        stage1 * 56 * 48 + stage2 * 28 * 24 + stage3 * 14 * 12 + stage4 * 7 * 6 + dense,
        cost.multiplyAdds());
  }

  /** The paper gives no figures. Caffe's pooling rounds up: 28, 14, 7, 4. */
  @Test
  void leNetPlusPlus_costsWhatItsTableGives() {
    NetworkCost cost = cost(Backbone.LENET_PLUS_PLUS);
    long stage1 = 25 * 32 + 32 * 25 * 32;
    long stage2 = 32 * 25 * 64 + 64 * 25 * 64;
    long stage3 = 64 * 25 * 128 + 128 * 25 * 128;
    long dense = 128 * 4 * 4 * 2;
    long biasesAndSlopes = 2 * 2 * (32 + 64 + 128);
    assertEquals(stage1 + stage2 + stage3 + dense + biasesAndSlopes + 2, cost.parameters());
    assertEquals(stage1 * 28 * 28 + stage2 * 14 * 14 + stage3 * 7 * 7 + dense, cost.multiplyAdds());
  }

  /** What is published counts batch norm as folded into the convolutions: no scales. */
  @Test
  void mobileFaceNet_hasThePublishedParametersOnceFolded() {
    SymbolGraph graph = Backbone.MOBILEFACENET_Y1.graph(128);
    long scales =
        NetworkParameters.of(graph, Backbone.MOBILEFACENET_Y1.oneFace()).stream()
            .filter(parameter -> parameter.role() == Role.GAMMA)
            .mapToLong(parameter -> parameter.shape().elements())
            .sum();
    NetworkCost cost = cost(Backbone.MOBILEFACENET_Y1);
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

  private static NetworkCost cost(Backbone backbone) {
    return NetworkCost.of(backbone.graph(backbone.defaultDimension()), backbone.oneFace());
  }

  /** With as many places as the published figure. */
  private static String rounded(double value, String published) {
    int scale = new BigDecimal(published).scale();
    return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP).toPlainString();
  }
}

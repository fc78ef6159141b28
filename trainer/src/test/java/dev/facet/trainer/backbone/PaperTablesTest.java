package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.trainer.backbone.NetworkLayers.Layer;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * FaceNet's networks row by row against its tables 1 and 2, which count biases, too, and round here
 * and cut off there: within one of the last digit. And what no cost shows.
 */
class PaperTablesTest {

  @ParameterizedTest
  @CsvSource({
    "conv1, 9K, 115M",
    "conv2a, 4K, 13M",
    "conv2, 111K, 335M",
    "conv3a, 37K, 29M",
    "conv3, 664K, 521M",
    "conv4a, 148K, 29M",
    "conv4, 885K, 173M",
    "conv5a, 66K, 13M",
    "conv5, 590K, 116M",
    "conv6a, 66K, 13M",
    "conv6, 590K, 116M",
    "dense1, 103M, 103M",
    "dense2, 34M, 34M",
    "pre_fc1, 524K, 0.5M",
  })
  void nn1_isTable1(String row, String parameters, String flops) {
    assertRow(Backbone.FACENET_NN1, row, parameters, flops);
  }

  @ParameterizedTest
  @CsvSource({
    "conv1, 9K, 119M",
    "inception_2, 115K, 360M",
    "inception_3a, 164K, 128M",
    "inception_3b, 228K, 179M",
    "inception_3c, 398K, 108M",
    "inception_4a, 545K, 107M",
    "inception_4b, 595K, 117M",
    "inception_4c, 654K, 128M",
    "inception_4d, 722K, 142M",
    "inception_4e, 717K, 56M",
    "inception_5a, 1.6M, 78M",
    "inception_5b, 1.6M, 78M",
    "pre_fc1, 131K, 0.1M",
  })
  void nn2_isTable2(String row, String parameters, String flops) {
    assertRow(Backbone.FACENET_NN2, row, parameters, flops);
  }

  @Test
  void nn1_hasTheOperatorsOfTable1() {
    SymbolGraph graph = Backbone.FACENET_NN1.graph(128);
    assertEquals(List.of("rnorm1", "rnorm2"), named(graph, node -> node.op().equals("LRN")));
    assertEquals(List.of("dense1", "dense2"), named(graph, node -> node.op().equals("_maximum")));
  }

  @Test
  void nn2_poolsByL2WhereTable2Does() {
    SymbolGraph graph = Backbone.FACENET_NN2.graph(128);
    assertEquals(
        Stream.of("3b", "4a", "4b", "4c", "4d", "5a").map(m -> "inception_" + m + "_pool").toList(),
        named(graph, node -> "lp".equals(node.attributes().get("pool_type"))));
    assertEquals(List.of("norm1", "norm2"), named(graph, node -> node.op().equals("LRN")));
  }

  /** 5 of 0.17, 10 of 0.10 and 5 of 0.20; the last of all is added whole. */
  @Test
  void inceptionResNetV1_scalesItsResidualsAsFacenetDoes() {
    SymbolGraph graph = Backbone.INCEPTION_RESNET_V1.graph(512);
    assertEquals(scales("block35", 5), named(graph, node -> node.number("scalar", 0) == 0.17));
    assertEquals(scales("block17", 10), named(graph, node -> node.number("scalar", 0) == 0.1));
    assertEquals(scales("block8", 5), named(graph, node -> node.number("scalar", 0) == 0.2));
  }

  private static List<String> scales(String block, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> block + "_" + i + "_scale").toList();
  }

  private static List<String> named(SymbolGraph graph, Predicate<SymbolNode> kind) {
    return graph.nodes().stream().filter(kind).map(SymbolNode::name).toList();
  }

  private static void assertRow(Backbone backbone, String row, String parameters, String flops) {
    List<Layer> layers =
        NetworkLayers.of(backbone.graph(128), backbone.oneFace()).stream()
            .filter(layer -> layer.parameters().get(0).name().startsWith(row + "_"))
            .toList();
    assertFalse(layers.isEmpty(), row);
    assertNear(parameters, layers.stream().mapToLong(PaperTablesTest::parameters).sum());
    assertNear(flops, layers.stream().mapToLong(layer -> parameters(layer) * places(layer)).sum());
  }

  private static long parameters(Layer layer) {
    return layer.parameters().stream().mapToLong(p -> p.shape().elements()).sum();
  }

  private static long places(Layer layer) {
    return layer.output().elements() / layer.output().dim(1);
  }

  private static void assertNear(String printed, long own) {
    int last = printed.length() - 1;
    double unit = printed.charAt(last) == 'M' ? 1e6 : 1e3;
    BigDecimal number = new BigDecimal(printed.substring(0, last));
    assertEquals(
        number.doubleValue() * unit,
        (double) own,
        number.ulp().doubleValue() * unit,
        "as " + printed);
  }
}

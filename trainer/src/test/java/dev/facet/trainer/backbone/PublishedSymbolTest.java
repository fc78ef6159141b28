package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks against InsightFace's own symbol files: each operator, its name and its inputs. */
class PublishedSymbolTest {
  /** What an operator's attribute is where the file does not say. */
  private static final Map<String, Map<String, String>> DEFAULTS =
      Map.of(
          "Convolution",
          Map.of("num_group", "1", "pad", "(0, 0)", "stride", "(1, 1)"),
          "BatchNorm",
          Map.of("eps", "0.001", "fix_gamma", "True", "momentum", "0.9"));

  /** Says how much memory cuDNN may take. */
  private static final Set<String> IRRELEVANT = Set.of("workspace");

  private static final TensorShape FACE = TensorShape.of(1, 3, 112, 112);

  @ParameterizedTest
  @CsvSource({
    "mobilefacenet-y1, mobilefacenet-y1-symbol.json",
    "ir-resnet-34, lresnet34e-ir-symbol.json"
  })
  void backbone_isInsightFacesOwnLayerByLayer(String name, String file) throws BadBundleException {
    Backbone backbone = Backbone.named(name);
    SymbolGraph published = SymbolGraph.read(SharedData.require("models/symbols/" + file));
    SymbolGraph ours = backbone.graph(backbone.defaultDimension());
    assertEquals(layers(published), layers(ours));
    assertEquals(NetworkCost.of(published, FACE), NetworkCost.of(ours, FACE));
    assertEquals(
        NetworkParameters.of(published, FACE).stream()
            .map(p -> new NetworkParameter(renamed(p.name()), p.shape(), p.role()))
            .toList(),
        NetworkParameters.of(ours, FACE));
  }

  @Test
  void parameters_haveTheNamesAndShapesOfAPublishedFile() throws BadBundleException {
    Path model = SharedData.require("models/mobileface-v2");
    SymbolGraph graph = SymbolGraph.read(model.resolve("MobileFace_Identification_V2-symbol.json"));
    Map<String, TensorShape> published = new TreeMap<>();
    ParamsFile.read(model.resolve("MobileFace_Identification_V2-0000.params"))
        .forEach((name, info) -> published.put(name, info.shape()));
    Map<String, TensorShape> derived = new TreeMap<>();
    for (NetworkParameter parameter : NetworkParameters.of(graph, FACE)) {
      derived.put(parameter.fileName(), parameter.shape());
    }
    assertEquals(published, derived);
  }

  /**
   * It differs in ReLU for ReLU6; in the first convolution's bias, which batch norm makes useless;
   * and in the end's bias, where the published one has a learned scale.
   */
  @Test
  void mobileFace_hasThePublishedConvolutionsAndCost() throws BadBundleException {
    Path model = SharedData.require("models/mobileface-v2");
    SymbolGraph published =
        SymbolGraph.read(model.resolve("MobileFace_Identification_V2-symbol.json"));
    SymbolGraph ours = Backbone.MOBILEFACE.graph(256);
    assertEquals(convolutions(published), convolutions(ours));
    NetworkCost cost = NetworkCost.of(ours, FACE);
    assertEquals(
        NetworkCost.of(published, FACE),
        new NetworkCost(cost.parameters() + 32, cost.multiplyAdds()));
  }

  private static List<String> convolutions(SymbolGraph graph) {
    List<String> convolutions = new ArrayList<>();
    for (SymbolNode node : graph.nodes()) {
      if (node.op().equals("Convolution")) {
        Map<String, String> attributes = attributes(node);
        attributes.keySet().removeAll(Set.of("no_bias", "dilate", "layout"));
        convolutions.add(attributes.toString());
      }
    }
    return convolutions;
  }

  private static List<String> layers(SymbolGraph graph) {
    List<String> layers = new ArrayList<>();
    for (SymbolNode node : graph.nodes()) {
      if (!node.isVariable() && !isCopy(node)) {
        List<String> inputs =
            node.inputs().stream().map(input -> renamed(source(graph, input))).toList();
        layers.add(node.op() + " " + node.name() + attributes(node) + inputs);
      }
    }
    return layers;
  }

  private static Map<String, String> attributes(SymbolNode node) {
    Map<String, String> attributes = new TreeMap<>(DEFAULTS.getOrDefault(node.op(), Map.of()));
    attributes.putAll(node.attributes());
    attributes.keySet().removeAll(IRRELEVANT);
    attributes.computeIfPresent("eps", (key, value) -> Double.valueOf(value).toString());
    return attributes;
  }

  /** Name of the node behind an input, and not of a copy of it. */
  private static String source(SymbolGraph graph, Entry input) {
    SymbolNode node = graph.nodes().get(input.node());
    return isCopy(node) ? source(graph, node.inputs().get(0)) : node.name();
  }

  private static boolean isCopy(SymbolNode node) {
    return node.op().equals("_copy");
  }

  /** The one name in which MobileFaceNet's symbol differs from the other networks' custom. */
  private static String renamed(String name) {
    return name.equals("fc1_weight") ? "pre_fc1_weight" : name;
  }
}

package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.similarity.Similarity;
import dev.facet.model.symbol.SymbolGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackboneTest {

  @ParameterizedTest
  @EnumSource(Backbone.class)
  void publishedWithInitialWeights_isServed(Backbone backbone, @TempDir Path repository)
      throws IOException {
    SymbolGraph graph = backbone.graph(ServedNetwork.DIMENSION);
    List<NetworkParameter> parameters = NetworkParameters.of(graph, Backbone.ONE_FACE);
    float[] embedding =
        ServedNetwork.embed(repository, graph, NetworkParameters.initial(parameters, 7));
    assertEquals(ServedNetwork.DIMENSION, embedding.length);
    assertEquals(1, Similarity.norm(embedding), 1e-5);
  }

  @ParameterizedTest
  @EnumSource(Backbone.class)
  void parameters_areAllTheVariablesButTheInput(Backbone backbone) {
    SymbolGraph graph = backbone.graph(ServedNetwork.DIMENSION);
    List<NetworkParameter> parameters = NetworkParameters.of(graph, Backbone.ONE_FACE);
    assertEquals(
        graph.arguments().stream().filter(name -> !name.equals(Backbone.INPUT)).toList(),
        names(parameters, false));
    assertEquals(graph.auxiliaries(), names(parameters, true));
  }

  @ParameterizedTest
  @EnumSource(Backbone.class)
  void title_namesTheBackbone(Backbone backbone) {
    assertEquals(backbone, Backbone.named(backbone.title()));
  }

  @Test
  void unknownName_isRefusedWithAllThatThereAre() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Backbone.named("resnet"));
    assertEquals(
        "backbone: resnet (expected: one of mobilefacenet-y1, mobilefacenet-mbf, mobileface,"
            + " ir-resnet-18, ir-resnet-34, ir-resnet-50, ir-resnet-100)",
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 4097})
  void dimensionOutOfRange_isRefused(int dimension) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Backbone.IR_RESNET_18.graph(dimension));
    assertEquals("dimension: " + dimension + " (expected: 1 to 4096)", refused.getMessage());
  }

  private static List<String> names(List<NetworkParameter> parameters, boolean statistics) {
    return parameters.stream()
        .filter(parameter -> parameter.role().isStatistic() == statistics)
        .map(NetworkParameter::name)
        .toList();
  }
}

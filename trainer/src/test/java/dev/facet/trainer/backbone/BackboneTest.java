package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.similarity.Similarity;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackboneTest {

  @ParameterizedTest
  @EnumSource(Backbone.class)
  void exported_isServedAsItsTrainingGraphEmbeds(Backbone backbone, @TempDir Path repository)
      throws IOException {
    SymbolGraph graph = backbone.graph(ServedNetwork.DIMENSION);
    Manifest manifest = ServedNetwork.manifest(backbone);
    Map<String, FloatTensor> weights =
        NetworkParameters.madeUp(ServedNetwork.parameters(backbone), 7);
    float[] face = ServedNetwork.face(manifest);
    float[] trained = TrainedNetwork.embed(graph, weights, ServedNetwork.shape(manifest), face);
    float[] served =
        ServedNetwork.embed(repository, manifest, graph, weights, GraphPasses.NONE, face)[0];
    assertEquals(ServedNetwork.DIMENSION, trained.length);
    assertArrayEquals(Similarity.normalize(trained), served, 1e-5f);
  }

  @ParameterizedTest
  @EnumSource(Backbone.class)
  void parameters_areAllTheVariablesButTheInput(Backbone backbone) {
    SymbolGraph graph = backbone.graph(ServedNetwork.DIMENSION);
    List<NetworkParameter> parameters = ServedNetwork.parameters(backbone);
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
            + " ir-resnet-18, ir-resnet-34, ir-resnet-50, ir-resnet-100, facenet-nn1, facenet-nn2,"
            + " inception-resnet-v1, sphereface-20, lenet-plus-plus)",
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

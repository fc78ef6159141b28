package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.facet.model.engine.GraphPasses;
import dev.facet.model.fixture.AlignedPhotos;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That backbones give the same when they are served fused. */
class FusedBackboneTest {

  private static final int PHOTOS = 8;

  @ParameterizedTest
  @EnumSource(names = {"MOBILEFACENET_Y1", "MOBILEFACENET_MBF", "IR_RESNET_18"})
  void fusedBackbone_keepsTheEmbedding(Backbone backbone, @TempDir Path repository)
      throws IOException {
    SymbolGraph graph = backbone.graph(ServedNetwork.DIMENSION);
    Map<String, FloatTensor> weights = weights(graph);
    float[] published = ServedNetwork.embed(repository, graph, weights, GraphPasses.NONE);
    float[] fused = ServedNetwork.embed(repository, graph, weights, GraphPasses.ALL);
    assertArrayEquals(published, fused, 1e-5f);
    assertFalse(Arrays.equals(published, fused), "computed otherwise, to the last bit");
  }

  @ParameterizedTest
  @EnumSource(names = {"MOBILEFACENET_Y1", "MOBILEFACENET_MBF", "IR_RESNET_34"})
  void photos_areEmbeddedAsByThePublishedGraph(Backbone backbone, @TempDir Path repository)
      throws Exception {
    float[][] photos = AlignedPhotos.first(PHOTOS, ServedNetwork.manifest());
    SymbolGraph graph = backbone.graph(ServedNetwork.DIMENSION);
    Map<String, FloatTensor> weights = weights(graph);
    float[][] published = ServedNetwork.embed(repository, graph, weights, GraphPasses.NONE, photos);
    float[][] tuned = ServedNetwork.embed(repository, graph, weights, GraphPasses.ALL, photos);
    for (int i = 0; i < photos.length; i++) {
      assertArrayEquals(published[i], tuned[i], 1e-5f);
    }
  }

  /**
   * Where a fused convolution hands a fully connected layer images that it cannot read, the network
   * runs as published. Whether it does depends on the processor, and so do the last bits.
   */
  @Test
  void withoutTheFlattenPass_mobileFaceNetEmbedsAsPublished(@TempDir Path repository)
      throws IOException {
    SymbolGraph graph = Backbone.MOBILEFACENET_Y1.graph(ServedNetwork.DIMENSION);
    Map<String, FloatTensor> weights = weights(graph);
    float[] published = ServedNetwork.embed(repository, graph, weights, GraphPasses.NONE);
    GraphPasses others = GraphPasses.ALL.without("flatten");
    assertArrayEquals(published, ServedNetwork.embed(repository, graph, weights, others), 1e-5f);
  }

  private static Map<String, FloatTensor> weights(SymbolGraph graph) {
    return NetworkParameters.madeUp(NetworkParameters.of(graph, Backbone.ONE_FACE), 7);
  }
}

package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.facet.model.engine.GraphPasses;
import dev.facet.model.fixture.AlignedPhotos;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That backbones give the same when they are served fused. */
class FusedBackboneTest {

  private static final int PHOTOS = 8;

  @ParameterizedTest
  @EnumSource(
      names = {
        "MOBILEFACENET_Y1",
        "MOBILEFACENET_MBF",
        "IR_RESNET_18",
        "FACENET_NN1",
        "FACENET_NN2",
        "INCEPTION_RESNET_V1",
        "SPHEREFACE_20",
        "LENET_PLUS_PLUS"
      })
  void fusedBackbone_keepsTheEmbedding(Backbone backbone, @TempDir Path repository)
      throws IOException {
    float[] face = ServedNetwork.face(ServedNetwork.manifest(backbone));
    float[] published = embed(repository, backbone, GraphPasses.NONE, face)[0];
    float[] fused = embed(repository, backbone, GraphPasses.ALL, face)[0];
    assertArrayEquals(published, fused, 1e-5f);
    assertFalse(Arrays.equals(published, fused), "computed otherwise, to the last bit");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "MOBILEFACENET_Y1",
        "MOBILEFACENET_MBF",
        "IR_RESNET_34",
        "FACENET_NN2",
        "INCEPTION_RESNET_V1",
        "SPHEREFACE_20"
      })
  void photos_areEmbeddedAsByThePublishedGraph(Backbone backbone, @TempDir Path repository)
      throws Exception {
    float[][] photos = AlignedPhotos.first(PHOTOS, ServedNetwork.manifest(backbone));
    float[][] published = embed(repository, backbone, GraphPasses.NONE, photos);
    float[][] tuned = embed(repository, backbone, GraphPasses.ALL, photos);
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
    Backbone backbone = Backbone.MOBILEFACENET_Y1;
    float[] face = ServedNetwork.face(ServedNetwork.manifest(backbone));
    GraphPasses others = GraphPasses.ALL.without("flatten");
    assertArrayEquals(
        embed(repository, backbone, GraphPasses.NONE, face)[0],
        embed(repository, backbone, others, face)[0],
        1e-5f);
  }

  private static float[][] embed(
      Path repository, Backbone backbone, GraphPasses passes, float[]... faces) throws IOException {
    return ServedNetwork.embed(
        repository,
        ServedNetwork.manifest(backbone),
        backbone.graph(ServedNetwork.DIMENSION),
        NetworkParameters.madeUp(ServedNetwork.parameters(backbone), 7),
        passes,
        faces);
  }
}

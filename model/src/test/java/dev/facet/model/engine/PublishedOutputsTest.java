package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedOutputsTest {

  private final PublishedOutputs embeddings = new PublishedOutputs();

  @Test
  void leastLatelyUsed_isForgottenFirst() {
    for (int i = 0; i < PublishedOutputs.CAPACITY; i++) {
      embeddings.keep("digest " + i, new float[] {i});
    }
    assertTrue(embeddings.find("digest 0").isPresent());
    embeddings.keep("one more", new float[] {-1});
    assertEquals(Optional.empty(), embeddings.find("digest 1"));
    assertArrayEquals(new float[] {0}, embeddings.find("digest 0").orElseThrow());
    assertArrayEquals(new float[] {2}, embeddings.find("digest 2").orElseThrow());
  }

  @Test
  void versionLoadedAgain_isNotCompiledAsPublished_andEmbedsTheSame(@TempDir Path repository)
      throws Exception {
    ModelBundle bundle = TinyModel.write(repository, "tiny", 1, 4711);
    List<LoadStage> first = new ArrayList<>();
    List<LoadStage> second = new ArrayList<>();
    float[][] faces = Tensors.random(bundle.manifest().input(), 3, 1);
    float[][] before = load(bundle, faces, first);
    float[][] after = load(bundle, faces, second);
    assertArrayEquals(before, after);
    // One graph and its three batch sizes instead of two graphs, four sizes and a trial of one.
    assertEquals(7, first.stream().filter(LoadStage.COMPILING::equals).count());
    assertEquals(4, second.stream().filter(LoadStage.COMPILING::equals).count());
  }

  private static float[][] load(ModelBundle bundle, float[][] faces, List<LoadStage> stages)
      throws Exception {
    try (EmbeddingModel model =
        EmbeddingModel.load(bundle, ComputeDevice.CPU, GraphPasses.ALL, stages::add)) {
      return model.embed(faces);
    }
  }
}

package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingModelTest {

  @Test
  void embedding_isWhatTheNetworkComputesInPlainJava(@TempDir Path repository) throws Exception {
    ModelBundle bundle = new TinyModel(3).unnormalized().publish(repository, "tiny", 1);
    float[][] faces = faces(bundle, 5);
    try (EmbeddingModel model = EmbeddingModel.load(bundle, ComputeDevice.CPU)) {
      float[][] embeddings = model.embed(faces);
      assertEquals(5, embeddings.length);
    }
  }

  static float[][] faces(ModelBundle bundle, int count) {
    Random random = new Random(17);
    int size =
        bundle.manifest().input().channels().count()
            * bundle.manifest().input().height()
            * bundle.manifest().input().width();
    float[][] faces = new float[count][size];
    for (float[] face : faces) {
      for (int i = 0; i < size; i++) {
        face[i] = random.nextFloat() * 2 - 1;
      }
    }
    return faces;
  }
}

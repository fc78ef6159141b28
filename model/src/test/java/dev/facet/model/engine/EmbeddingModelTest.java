package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.fixture.OnEachDevice;
import dev.facet.model.fixture.TestDevices;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.similarity.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDevice
class EmbeddingModelTest {

  private final ComputeDevice device;
  private final float tolerance;

  EmbeddingModelTest(ComputeDevice device) {
    this.device = device;
    this.tolerance = TestDevices.tolerance(device);
  }

  private EmbeddingModel load(TinyModel tiny, Path repository) throws IOException {
    return EmbeddingModel.load(tiny.publish(repository, "tiny", 1), device);
  }

  private static float[][] faces(EmbeddingModel model, int count) {
    return Tensors.random(model.manifest().input(), count, 17);
  }

  @Test
  void embedding_isWhatPlainLoopsCompute(@TempDir Path repository) throws Exception {
    TinyModel tiny = new TinyModel(3).unnormalized();
    try (EmbeddingModel model = load(tiny, repository)) {
      requireEqualsNetwork(tiny, model);
    }
  }

  @Test
  void grayInputOfAnotherSize_isWhatPlainLoopsCompute(@TempDir Path repository) throws Exception {
    TinyModel tiny = new TinyModel(4).channels(Channels.GRAY).size(96, 100).unnormalized();
    try (EmbeddingModel model = load(tiny, repository)) {
      requireEqualsNetwork(tiny, model);
    }
  }

  private void requireEqualsNetwork(TinyModel tiny, EmbeddingModel model) {
    TinyNetwork network = new TinyNetwork(tiny);
    float[][] faces = faces(model, 3);
    float[][] embeddings = model.embed(faces);
    assertEquals(3, embeddings.length);
    for (int i = 0; i < faces.length; i++) {
      double[] expected = network.embed(faces[i]);
      assertEquals(TinyModel.DIMENSION, embeddings[i].length);
      for (int j = 0; j < expected.length; j++) {
        assertEquals(expected[j], embeddings[i][j], tolerance, "value " + j + " of face " + i);
      }
    }
  }

  @Test
  void normalizedEmbedding_isTheRawOneAtUnitNorm(@TempDir Path repository) throws Exception {
    try (EmbeddingModel unit = load(new TinyModel(5), repository.resolve("unit"));
        EmbeddingModel raw = load(new TinyModel(5).unnormalized(), repository.resolve("raw"))) {
      float[] normalized = unit.embed(faces(unit, 1))[0];
      assertEquals(1, Similarity.norm(normalized), 1e-6);
      assertArrayEquals(Similarity.normalize(raw.embed(faces(raw, 1))[0]), normalized);
    }
  }

  @Test
  void flipAveraging_addsTheMirroredFace(@TempDir Path repository) throws Exception {
    try (EmbeddingModel flipping = load(new TinyModel(6).flipAveraging(), repository.resolve("f"));
        EmbeddingModel raw = load(new TinyModel(6).unnormalized(), repository.resolve("raw"))) {
      float[] face = faces(raw, 1)[0];
      float[] mirror = new float[face.length];
      for (int i = 0; i < face.length; i++) {
        mirror[i] = face[i / 112 * 112 + 111 - i % 112];
      }
      float[][] both = raw.embed(new float[][] {face, mirror});
      float[] sum = new float[TinyModel.DIMENSION];
      for (int j = 0; j < sum.length; j++) {
        sum[j] = both[0][j] + both[1][j];
      }
      float[] averaged = flipping.embed(new float[][] {face})[0];
      assertArrayEquals(Similarity.normalize(sum), averaged, tolerance);
    }
  }

  @Test
  void batchOfAnySize_givesEachFaceItsOwnEmbedding(@TempDir Path repository) throws Exception {
    try (EmbeddingModel model = load(new TinyModel(7), repository)) {
      float[][] faces = faces(model, 35);
      float[][] alone = new float[faces.length][];
      for (int i = 0; i < faces.length; i++) {
        alone[i] = model.embed(new float[][] {faces[i]})[0];
      }
      for (int size = 0; size <= faces.length; size++) {
        float[][] together = model.embed(Arrays.copyOf(faces, size));
        assertEquals(size, together.length);
        for (int i = 0; i < size; i++) {
          assertArrayEquals(alone[i], together[i], tolerance, "face " + i + " of " + size);
        }
      }
    }
  }

  @Test
  void fourThreadsAtOnce_getTheBitsOfOneThread(@TempDir Path repository) throws Exception {
    try (EmbeddingModel model = load(new TinyModel(8), repository)) {
      Concurrency.requireBitEqual(model, faces(model, 16), 200);
    }
  }

  @Test
  void embeddingInTheBackground_isTheSame(@TempDir Path repository) throws Exception {
    try (EmbeddingModel model = load(new TinyModel(9).flipAveraging(), repository)) {
      for (int size = 0; size <= 11; size++) {
        float[][] faces = faces(model, size);
        assertArrayEquals(model.embed(faces), model.embedInBackground(faces));
      }
    }
  }

  @Test
  void tensorOfAnotherSize_isRefused(@TempDir Path repository) throws Exception {
    try (EmbeddingModel model = load(new TinyModel(10), repository)) {
      float[][] faces = {faces(model, 1)[0], new float[12]};
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> model.embed(faces));
      assertEquals("tensor 1: 12 values (expected: 37632)", e.getMessage());
    }
  }

  @Test
  void closedModel_refusesToEmbedAndClosesAgain(@TempDir Path repository) throws Exception {
    EmbeddingModel model = load(new TinyModel(11), repository);
    float[][] faces = faces(model, 1);
    model.close();
    model.close();
    assertThrows(IllegalStateException.class, () -> model.embed(faces));
  }

  @Test
  void loadedModel_saysWhatItIs(@TempDir Path repository) throws Exception {
    TinyModel tiny = new TinyModel(12);
    var bundle = tiny.publish(repository, "tiny", 1);
    try (EmbeddingModel model = EmbeddingModel.load(bundle, device)) {
      assertEquals(tiny.manifest(), model.manifest());
      assertEquals(bundle.digest(), model.digest());
      assertEquals(device, model.device());
    }
  }
}

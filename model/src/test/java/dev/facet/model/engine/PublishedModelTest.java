package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.AlignedPhotos;
import dev.facet.model.fixture.MobileFaceV2;
import dev.facet.model.fixture.TestDevices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With a published model of real size, where the shared data has it. */
class PublishedModelTest {

  private static final int PHOTOS = 21;

  private static EmbeddingModel load(Path repository, ComputeDevice device) throws IOException {
    return EmbeddingModel.load(MobileFaceV2.publish(repository), device);
  }

  private static List<String> passes() {
    return Stream.concat(Stream.of("all"), GraphPasses.names().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("passes")
  void photos_areEmbeddedAsByThePublishedGraph(String passes, @TempDir Path repository)
      throws Exception {
    requireSame(MobileFaceV2.publish(repository), passes);
  }

  @ParameterizedTest
  @MethodSource("passes")
  void photos_areEmbeddedAsByThePublishedGraphOfTheDefaultModel(String passes) throws Exception {
    requireSame(ModelBundle.open(Path.of("..", "models", "default", "1")), passes);
  }

  private static void requireSame(ModelBundle bundle, String passes) throws Exception {
    float[][] photos = AlignedPhotos.first(PHOTOS, bundle.manifest());
    GraphPasses parsed = GraphPasses.parse(passes);
    try (EmbeddingModel rewritten = EmbeddingModel.load(bundle, ComputeDevice.CPU, parsed);
        EmbeddingModel plain = EmbeddingModel.load(bundle, ComputeDevice.CPU, GraphPasses.NONE)) {
      float[][] expected = plain.embed(photos);
      float[][] actual = rewritten.embed(photos);
      for (int i = 0; i < photos.length; i++) {
        assertArrayEquals(expected[i], actual[i], 1e-5f);
      }
      if (passes.equals("all")) {
        assertFalse(Arrays.deepEquals(expected, actual), "computed otherwise, to the last bit");
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource(TestDevices.GPUS)
  void photosOnAGpu_areEmbeddedAsOnTheCpu(ComputeDevice gpu) throws Exception {
    ModelBundle bundle = ModelBundle.open(Path.of("..", "models", "default", "1"));
    float[][] photos = AlignedPhotos.first(PHOTOS, bundle.manifest());
    try (EmbeddingModel onCpu = EmbeddingModel.load(bundle, ComputeDevice.CPU);
        EmbeddingModel onGpu = EmbeddingModel.load(bundle, gpu)) {
      float[][] expected = onCpu.embed(photos);
      float[][] actual = onGpu.embed(photos);
      for (int i = 0; i < photos.length; i++) {
        assertArrayEquals(expected[i], actual[i], TestDevices.tolerance(gpu));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(TestDevices.AVAILABLE)
  void batchesOfOneToSixteen_giveEachFaceTheSameEmbedding(
      ComputeDevice device, @TempDir Path repository) throws Exception {
    try (EmbeddingModel model = load(repository, device)) {
      float[][] faces = Tensors.random(model.manifest().input(), 16, 5);
      float[][] expected = model.embed(faces);
      for (int size = 1; size <= 16; size++) {
        float[][] embeddings = model.embed(Arrays.copyOfRange(faces, 16 - size, 16));
        for (int i = 0; i < size; i++) {
          assertArrayEquals(expected[16 - size + i], embeddings[i], TestDevices.tolerance(device));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource(TestDevices.AVAILABLE)
  void fourThreadsAtOnce_getTheBitsOfOneThread(ComputeDevice device, @TempDir Path repository)
      throws Exception {
    try (EmbeddingModel model = load(repository, device)) {
      Concurrency.requireBitEqual(model, Tensors.random(model.manifest().input(), 8, 6), 10);
    }
  }
}

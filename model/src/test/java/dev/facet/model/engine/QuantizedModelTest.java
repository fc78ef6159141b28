package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ManifestFile;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.AlignedPhotos;
import dev.facet.model.fixture.MobileFaceV2;
import dev.facet.model.fixture.QuantizedModel;
import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.similarity.Similarity;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a quantised model computes, once it is loaded like any other. */
class QuantizedModelTest {

  private static ModelBundle tiny(Path repository) throws Exception {
    ModelBundle source = TinyModel.write(repository, "tiny", 1, 3);
    float[][] faces = Tensors.random(source.manifest().input(), 16, 4);
    return QuantizedModel.publish(source, faces, repository, "tiny");
  }

  @Test
  void batchesOfAnySize_giveEachFaceTheSameBits(@TempDir Path repository) throws Exception {
    try (EmbeddingModel model = EmbeddingModel.load(tiny(repository), ComputeDevice.CPU)) {
      assertEquals(8, model.maxBatch());
      float[][] faces = Tensors.random(model.manifest().input(), 16, 5);
      float[][] expected = model.embed(faces);
      for (int size = 1; size <= 16; size++) {
        float[][] embeddings = model.embed(Arrays.copyOfRange(faces, 16 - size, 16));
        for (int i = 0; i < size; i++) {
          assertArrayEquals(expected[16 - size + i], embeddings[i], "batch of " + size);
        }
      }
    }
  }

  @Test
  void fourThreadsAtOnce_getTheBitsOfOneThread(@TempDir Path repository) throws Exception {
    try (EmbeddingModel model = EmbeddingModel.load(tiny(repository), ComputeDevice.CPU)) {
      Concurrency.requireBitEqual(model, Tensors.random(model.manifest().input(), 8, 6), 1000);
    }
  }

  @Test
  void floatAndQuantisedAtOnce_doNotDisturbEachOther(@TempDir Path repository) throws Exception {
    ModelBundle quantized = tiny(repository);
    ModelBundle source = TinyModel.write(repository, "source", 1, 3);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (EmbeddingModel one = EmbeddingModel.load(source, ComputeDevice.CPU);
        EmbeddingModel other = EmbeddingModel.load(quantized, ComputeDevice.CPU)) {
      float[][] faces = Tensors.random(one.manifest().input(), 8, 7);
      List<Future<@Nullable Void>> both = new ArrayList<>();
      for (EmbeddingModel model : List.of(one, other)) {
        both.add(
            threads.submit(
                () -> {
                  Concurrency.requireBitEqual(model, faces, 400);
                  return null;
                }));
      }
      for (Future<@Nullable Void> each : both) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void graphQuantisedFromItsFirstOperator_isRefused(@TempDir Path repository) throws Exception {
    TinyModel tiny = new TinyModel(3);
    Manifest manifest = tiny.manifest();
    SymbolNode quantize =
        new SymbolNode("_contrib_quantize_v2", "fc1", Map.of(), List.of(Entry.of(0)));
    Path directory = Files.createDirectory(repository.resolve("foreign"));
    Files.writeString(
        directory.resolve(manifest.files().symbol()),
        new SymbolGraph(List.of(SymbolNode.variable("data"), quantize), List.of(Entry.of(1)), 10900)
            .toJson());
    ParamsFile.write(directory.resolve(manifest.files().params()), tiny.weights());
    ManifestFile.write(manifest, directory.resolve(ManifestFile.NAME));
    ModelBundle bundle = ModelBundle.open(directory);
    assertEquals(
        bundle.symbol()
            + ": is quantised from its first operator on (expected: from its second convolution"
            + " on, since MXNet computes others wrong on several threads)",
        Refusal.message(() -> EmbeddingModel.load(bundle, ComputeDevice.CPU)));
  }

  @Test
  void memoryEstimate_countsParametersOnceAndPackedForEachPlan(@TempDir Path repository)
      throws Exception {
    ModelBundle bundle = tiny(repository);
    long parameters = Files.size(bundle.params());
    for (GraphPasses passes : List.of(GraphPasses.ALL, GraphPasses.NONE)) {
      long bytes = MemoryEstimate.bytes(bundle, ComputeDevice.CPU, passes);
      // Sizes 1, 2, 4 and 8 in each lane, a byte for each four.
      assertEquals(parameters + Lanes.ON_CPU * 4L * parameters / 4, bytes);
    }
  }

  @Test
  void photos_areEmbeddedAlmostAsByTheFloatModel(@TempDir Path repository) throws Exception {
    ModelBundle source = MobileFaceV2.publish(repository);
    // Every 55th of 11,074: 100 to calibrate on and 100 others.
    float[][] photos = AlignedPhotos.every(55, 200, source.manifest());
    ModelBundle quantized =
        QuantizedModel.publish(source, Arrays.copyOf(photos, 100), repository, "mobileface");
    float[][] others = Arrays.copyOfRange(photos, 100, 200);
    try (EmbeddingModel floats = EmbeddingModel.load(source, ComputeDevice.CPU);
        EmbeddingModel integers = EmbeddingModel.load(quantized, ComputeDevice.CPU)) {
      float[][] expected = floats.embed(others);
      float[][] actual = integers.embed(others);
      double sum = 0;
      double least = 1;
      for (int i = 0; i < others.length; i++) {
        double cosine = Similarity.cosine(expected[i], actual[i]);
        sum += cosine;
        least = Math.min(least, cosine);
      }
      assertTrue(sum / others.length > 0.992, "mean cosine " + sum / others.length);
      assertTrue(least > 0.975, "least cosine " + least);
    }
  }
}

package dev.facet.server;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.fixture.QuantizedModel;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TestDevices;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.DetectOptions;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResponse;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.Embedding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several devices: those that the machine has, and those in whose place the CPU computes. */
class DevicesTest {

  private static final int WORKERS = 2;

  /** Enough for several batches on each device. */
  private static final int FACES = 256;

  private final Path repository;

  DevicesTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    TinyModel.write(repository, "face", 1, 1);
  }

  @Test
  void devices_serveOneQueueTogether_withAsManyWorkersOnEach() throws Exception {
    // Opens only once all workers of both devices have a batch at the same time.
    CyclicBarrier all = new CyclicBarrier(2 * WORKERS);
    Set<String> threads = new ConcurrentSkipListSet<>();
    try (TestServer server =
        new TestServer(
            WatchedEmbedder.loader(
                (device, faces) -> {
                  threads.add(device + " " + Thread.currentThread().getName());
                  meet(all);
                }),
            repository,
            "engine.devices",
            "cpu,gpu0",
            "batching.workers",
            String.valueOf(WORKERS),
            "batching.max-batch-size",
            "1")) {
      assertTrue(
          server.embeddings().embedBatch(faces(2 * WORKERS)).getResultsList().stream()
              .allMatch(EmbedBatchResult::hasEmbedding));
      assertEquals(
          Set.of(
              "cpu facet-engine-face-1-0",
              "cpu facet-engine-face-1-1",
              "gpu0 facet-engine-face-1-2",
              "gpu0 facet-engine-face-1-3"),
          threads);
    }
  }

  @Test
  void deviceThatTheMachineLacks_endsTheStart_andIsNamed() {
    String refusal = refusal(repository, "cpu,gpu99");

    assertTrue(refusal.contains("device: gpu99 (expected: "), refusal);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void devices_answerAsTheCpuAlone(List<ComputeDevice> devices) throws Exception {
    TinyModel.write(repository, "other", 1, 2);
    new SpotDetector(Spots.SIDE).publish(repository, "spots", 1);
    String names = devices.stream().map(ComputeDevice::toString).collect(joining(","));
    try (TestServer cpu = new TestServer(repository, "models.default", "face");
        TestServer server =
            new TestServer(repository, "models.default", "face", "engine.devices", names)) {
      float tolerance = TestDevices.tolerance(devices.get(devices.size() - 1));
      for (EmbedBatchRequest request :
          List.of(faces(1), faces(7), faces(FACES), facesOfAnother())) {
        requireSame(
            embeddings(cpu.embeddings().embedBatch(request)),
            embeddings(server.embeddings().embedBatch(request)),
            tolerance);
      }
      EmbedRequest photo =
          EmbedRequest.newBuilder()
              .setImage(Spots.image(Spots.twoFaces()))
              .setDetect(DetectOptions.getDefaultInstance())
              .build();
      List<Embedding> found = server.embeddings().embed(photo).getFaces().getEmbeddingsList();
      assertEquals(2, found.size());
      requireSame(cpu.embeddings().embed(photo).getFaces().getEmbeddingsList(), found, tolerance);
    }
  }

  /** Each device of the machine by itself, and all together. */
  static List<List<ComputeDevice>> choices() {
    List<ComputeDevice> all = TestDevices.available();
    List<List<ComputeDevice>> choices = new ArrayList<>();
    all.forEach(device -> choices.add(List.of(device)));
    if (all.size() > 1) {
      choices.add(all);
    }
    return choices;
  }

  @Test
  void quantisedModel_beyondTheCpu_endsTheStart(@TempDir Path quantized) throws Exception {
    TinyModel.write(quantized, "face", 1, 1);
    QuantizedModel.publish(
        new ModelRepository(quantized).open("face", 1),
        new float[1][3 * 112 * 112],
        quantized,
        "face");

    assertTrue(
        refusal(quantized, "cpu,gpu0")
            .endsWith("is quantised, which runs on cpu only, not on gpu0"),
        () -> refusal(quantized, "cpu,gpu0"));
  }

  private static String refusal(Path repository, String devices) {
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                FacetServer.start(
                        TestServer.config(repository, "engine.devices", devices),
                        new SimpleMeterRegistry())
                    .shutdown());
    return String.valueOf(refused.getMessage());
  }

  private static EmbedBatchRequest faces(int count) {
    EmbedBatchRequest.Builder faces = EmbedBatchRequest.newBuilder();
    for (int i = 0; i < count; i++) {
      faces.addImages(Drawings.raw(i));
    }
    return faces.build();
  }

  private static EmbedBatchRequest facesOfAnother() {
    return faces(3).toBuilder().setModel("other").build();
  }

  private static List<Embedding> embeddings(EmbedBatchResponse response) {
    return response.getResultsList().stream().map(EmbedBatchResult::getEmbedding).toList();
  }

  private static void requireSame(
      List<Embedding> expected, List<Embedding> actual, float tolerance) {
    for (int i = 0; i < expected.size(); i++) {
      for (int j = 0; j < TinyModel.DIMENSION; j++) {
        assertEquals(expected.get(i).getValues(j), actual.get(i).getValues(j), tolerance);
      }
    }
  }

  private static void meet(CyclicBarrier all) throws InterruptedException {
    try {
      all.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}

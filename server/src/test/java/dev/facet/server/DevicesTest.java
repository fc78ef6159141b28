package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several devices; where the machine has no GPU, the CPU computes in its place. */
class DevicesTest {

  private static final int WORKERS = 2;

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
      EmbedBatchRequest.Builder faces = EmbedBatchRequest.newBuilder();
      for (int i = 0; i < 2 * WORKERS; i++) {
        faces.addImages(Drawings.raw(i));
      }

      assertTrue(
          server.embeddings().embedBatch(faces.build()).getResultsList().stream()
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
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                FacetServer.start(
                        TestServer.config(repository, "engine.devices", "cpu,gpu99"),
                        new SimpleMeterRegistry())
                    .shutdown());

    assertTrue(
        String.valueOf(refused.getMessage()).contains("device: gpu99 (expected: "),
        refused.getMessage());
  }

  private static void meet(CyclicBarrier all) throws InterruptedException {
    try {
      all.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.facet.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.LoadStage;
import dev.facet.model.fixture.TinyModel;
import dev.facet.server.Damage;
import dev.facet.server.batching.KeptThreads;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.telemetry.ServerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody writes to while the engine reads them. */
class ChangedFilesTest {

  @Test
  void weightThatChangesWhileItsVersionLoads_keepsItFromGoingLive(@TempDir Path repository)
      throws Exception {
    ModelBundle live = TinyModel.write(repository, "face", 1, 1);
    ServerConfig config =
        ServerConfig.load(
            Optional.empty(), Map.of(), Map.of("models.repository", repository.toString()));
    ServerMetrics metrics = new ServerMetrics(new SimpleMeterRegistry());
    MemoryBudget memory = new MemoryBudget(0, Path.of("/"));
    ModelLoader loader =
        new ModelLoader(
            config.batching(),
            config.preprocess().threadCount(),
            config.engine(),
            System::nanoTime,
            metrics,
            memory,
            new KeptThreads(),
            EmbeddingModel::load);
    try (ModelRegistry registry = ModelRegistry.open(config.models(), loader, metrics)) {
      ModelBundle next = TinyModel.write(repository, "face", 2, 2);
      // Watchers are called by the load itself, which goes on once this returns.
      registry.watch(
          status -> {
            if (status.version() == 2 && status.stage() == LoadStage.COMPILING) {
              changeWeight(next.params());
            }
          });

      ExecutionException failed =
          assertThrows(ExecutionException.class, () -> registry.activate("face", 2, "").get());

      ChangeRefusedException refused =
          assertInstanceOf(ChangeRefusedException.class, failed.getCause());
      assertEquals(ChangeRefusedException.Reason.MODEL_NOT_LOADABLE, refused.reason());
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("changed since it was opened"), message);
      assertEquals(VersionStatus.failed("face", 2, message), registry.get("face", 2));
      try (Lease<?> lease = registry.acquire("face", 0, "")) {
        assertEquals(live.digest(), lease.model().digest());
      }
    }
  }

  private static void changeWeight(Path params) {
    try {
      Damage.flip(params, Damage.WEIGHT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

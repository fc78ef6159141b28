package dev.facet.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.TinyModel;
import dev.facet.server.batching.KeptThreads;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.telemetry.ServerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What loaded models do with the memory budget. */
class LoadedMemoryTest {

  private final Path repository;
  private final FileTree files;
  private final MemoryBudget memory;

  LoadedMemoryTest(@TempDir Path directory) throws Exception {
    repository = Files.createDirectory(directory.resolve("models"));
    files = new FileTree(directory);
    memory = new MemoryBudget(0, directory);
    TinyModel.write(repository, "face", 1, 1);
    TinyModel.write(repository, "face", 2, 2);
  }

  @Test
  void modelThatPlainlyDoesNotFit_endsTheStart_andTheMessageHasBothNumbers() throws Exception {
    files.machine(0);

    IOException lacking = assertThrows(IOException.class, this::open);

    String message = String.valueOf(lacking.getMessage());
    assertTrue(
        message.matches(
            "face 2: memory: 0 MiB left of the machine's memory "
                + "\\(expected: at least [1-9]\\d* MiB for face 2\\)"),
        message);
  }

  @Test
  void versionThatPlainlyDoesNotFit_isNotActivated_andTheLiveOneStays() throws Exception {
    files.machine(8192);
    try (ModelRegistry registry = open()) {
      files.machine(0);

      ExecutionException failed =
          assertThrows(ExecutionException.class, () -> registry.activate("face", 1, "").get());

      assertInstanceOf(ChangeRefusedException.class, failed.getCause());
      assertEquals(VersionState.FAILED, registry.get("face", 1).state());
      assertEquals(2, registry.get("face", 0).version());
    }
  }

  @Test
  void versionThatIsFreed_givesBackWhatItReserved() throws Exception {
    try (ModelRegistry registry = open()) {
      long one = memory.reserved();
      assertTrue(one > 0, "reserved: " + one);
      Lease<?> lease = registry.acquire("face", 2, "");
      registry.activate("face", 1, "").get();
      assertEquals(2 * one, memory.reserved());

      lease.close();
      lease.model().closed().get();
      assertEquals(one, memory.reserved());
    }
    assertEquals(0, memory.reserved());
  }

  @Test
  void versionThatCannotBeLoaded_keepsNothingReserved() throws Exception {
    try (ModelRegistry registry = open()) {
      long one = memory.reserved();
      new TinyModel(3).nan().publish(repository, "face", 3);
      assertThrows(ExecutionException.class, () -> registry.activate("face", 3, "").get());
      assertEquals(one, memory.reserved());
    }
  }

  private ModelRegistry open() throws IOException {
    ServerConfig config =
        ServerConfig.load(
            Optional.empty(), Map.of(), Map.of("models.repository", repository.toString()));
    ServerMetrics metrics = new ServerMetrics(new SimpleMeterRegistry());
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
    return ModelRegistry.open(config.models(), loader, metrics);
  }
}

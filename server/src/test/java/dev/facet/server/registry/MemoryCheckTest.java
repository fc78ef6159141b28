package dev.facet.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
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

class MemoryCheckTest {

  private final Path repository;
  private final Path memInfo;

  MemoryCheckTest(@TempDir Path directory) throws Exception {
    repository = Files.createDirectory(directory.resolve("models"));
    memInfo = directory.resolve("meminfo");
    TinyModel.write(repository, "face", 1, 1);
    TinyModel.write(repository, "face", 2, 2);
  }

  @Test
  void modelThatPlainlyDoesNotFit_endsTheStart_andTheMessageHasBothNumbers() throws Exception {
    available(100);

    InsufficientMemoryException lacking =
        assertThrows(InsufficientMemoryException.class, this::open);

    String message = String.valueOf(lacking.getMessage());
    assertTrue(
        message.matches("memory: 0 MiB available \\(expected: at least [1-9]\\d* MiB .*\\)"),
        message);
  }

  @Test
  void versionThatPlainlyDoesNotFit_isNotActivated_andTheLiveOneStays() throws Exception {
    available(8 << 20);
    try (ModelRegistry registry = open()) {
      available(100);

      ExecutionException failed =
          assertThrows(ExecutionException.class, () -> registry.activate("face", 1, "").get());

      assertInstanceOf(ChangeRefusedException.class, failed.getCause());
      assertEquals(VersionState.FAILED, registry.get("face", 1).state());
      assertEquals(2, registry.get("face", 0).version());
    }
  }

  @Test
  void whereTheMachineDoesNotTell_everythingIsLoaded() throws Exception {
    open().close();
    Files.writeString(memInfo, "MemTotal:  100 kB\n");
    open().close();
  }

  private void available(long kilobytes) throws IOException {
    Files.writeString(
        memInfo,
        "MemTotal:       16777216 kB\nMemFree:          1000 kB\nMemAvailable:   %d kB\nBuffers: 1 kB\n"
            .formatted(kilobytes));
  }

  private ModelRegistry open() throws IOException {
    ServerConfig config =
        ServerConfig.load(
            Optional.empty(), Map.of(), Map.of("models.repository", repository.toString()));
    ServerMetrics metrics = new ServerMetrics(new SimpleMeterRegistry());
    ModelLoader loader =
        new ModelLoader(config.batching(), config.engine(), System::nanoTime, metrics, memInfo);
    return ModelRegistry.open(config.models(), loader, metrics);
  }
}

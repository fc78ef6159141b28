package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
class NativeMemoryTest {

  private static final int CYCLES = 100;

  /** What the heap and the allocator may add; a model that was never freed adds much more. */
  private static final long ALLOWED_GROWTH_MB = 30;

  @Test
  void hundredLoads_leaveNoMemoryBehind(@TempDir Path repository) throws Exception {
    ModelBundle bundle = new TinyModel(1).size(224, 224).publish(repository, "tiny", 1);
    requireFlat(() -> EmbeddingModel.load(bundle, ComputeDevice.CPU).close());
  }

  @Test
  void hundredRefusedLoads_leaveNoMemoryBehind(@TempDir Path repository) throws Exception {
    ModelBundle bundle = new TinyModel(1).size(224, 224).nan().publish(repository, "tiny", 1);
    requireFlat(
        () ->
            Assertions.assertThrows(
                BadBundleException.class,
                () -> EmbeddingModel.load(bundle, ComputeDevice.CPU).close()));
  }

  /** A step of a test. */
  private interface Step {
    void run() throws IOException;
  }

  private static void requireFlat(Step cycle) throws IOException {
    for (int i = 0; i < CYCLES / 5; i++) {
      cycle.run();
    }
    long before = residentMegabytes();
    for (int i = 0; i < CYCLES; i++) {
      cycle.run();
    }
    long growth = residentMegabytes() - before;
    assertTrue(growth < ALLOWED_GROWTH_MB, "grew by " + growth + " MB");
  }

  private static long residentMegabytes() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1];
    return (Long.parseLong(pages) * 4096) >> 20;
  }
}

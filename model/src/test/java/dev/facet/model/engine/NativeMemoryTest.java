package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.fail;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
class NativeMemoryTest {

  private static final int CYCLES = 50;
  private static final int MAX_ROUNDS = 8;

  /** Growth of a round that counts as none; models that are never freed add 17 MB and more. */
  private static final long ALLOWED_GROWTH_MB = 10;

  @Test
  void manyLoads_leaveNoMemoryBehind(@TempDir Path repository) throws Exception {
    ModelBundle bundle = new TinyModel(1).size(224, 224).publish(repository, "tiny", 1);
    requireFlat(() -> EmbeddingModel.load(bundle, ComputeDevice.CPU).close());
  }

  @Test
  void manyRefusedLoads_leaveNoMemoryBehind(@TempDir Path repository) throws Exception {
    ModelBundle bundle = new TinyModel(1).size(224, 224).nan().publish(repository, "tiny", 1);
    requireFlat(
        () ->
            Assertions.assertThrows(
                BadBundleException.class,
                () -> EmbeddingModel.load(bundle, ComputeDevice.CPU).close()));
  }

  @Test
  void manyLoadsThatAreGivenUp_leaveNoMemoryBehind(@TempDir Path repository) throws Exception {
    ModelBundle bundle = new TinyModel(1).size(224, 224).publish(repository, "tiny", 1);
    LoadProgress atLast =
        stage -> {
          if (stage == LoadStage.TESTING) {
            throw new CancellationException();
          }
        };
    requireFlat(
        () ->
            Assertions.assertThrows(
                CancellationException.class,
                () ->
                    EmbeddingModel.load(bundle, ComputeDevice.CPU, GraphPasses.ALL, atLast)
                        .close()));
  }

  /** A step of a test. */
  private interface Step {
    void run() throws IOException;
  }

  /**
   * Heap and allocator grow for a while and then stay, a leak grows in every round: so one round
   * without growth is asked for.
   */
  private static void requireFlat(Step cycle) throws IOException {
    List<Long> growths = new ArrayList<>();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      long before = residentMegabytes();
      for (int i = 0; i < CYCLES; i++) {
        cycle.run();
      }
      growths.add(residentMegabytes() - before);
      if (round > 0 && growths.get(round) <= ALLOWED_GROWTH_MB) {
        return;
      }
    }
    fail("every round of " + CYCLES + " loads added megabytes: " + growths);
  }

  private static long residentMegabytes() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1];
    return (Long.parseLong(pages) * 4096) >> 20;
  }
}

package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.fixture.OnEachDevice;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.ModelState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many swaps under load, of which nothing is left. */
@OnEachDevice
class SwapLeakTest {

  private static final int SWAPS = 30;

  /** What the runtime may open or keep for itself; one left by each swap would be more. */
  private static final long OTHERS = SWAPS / 3;

  private static final Path HANDLES = Path.of("/proc/self/fd");

  private final ComputeDevice device;

  SwapLeakTest(ComputeDevice device) {
    this.device = device;
  }

  @Test
  void thirtySwapsUnderLoad_leaveNoThread_noVersion_noReservation_andNoHandle(
      @TempDir Path repository) throws Exception {
    ModelBundle first = TinyModel.write(repository, "face", 1, 1);
    ModelBundle second = TinyModel.write(repository, "face", 2, 2);
    try (TestServer server =
        new TestServer(
            repository, "engine.devices", device.toString(), "models.activation", "true")) {
      Admin face = new Admin(server, "face");
      LiveCallers callers = new LiveCallers(face, device, first, second);
      swap(face, 4); // whatever is only opened once
      long threads = threads("facet-");
      long handles = handles();
      double reserved = gauge(server, "facet.memory.reserved");

      swap(face, SWAPS);

      callers.assertUndisturbed();
      assertEquals(Set.of(1L, 2L), callers.versions());
      assertEquals(1, gauge(server, "facet.loaded.versions"));
      assertEquals(reserved, gauge(server, "facet.memory.reserved"));
      // The last swap was to version 2.
      TestServer.await(0, () -> threads("facet-engine-face-1-") + threads("facet-load-"));
      assertFew(threads, threads("facet-"), "threads");
      assertFew(handles, handles(), "handles");
      callers.stop();
    }
  }

  /** Swaps an even number of times, each time until the old version is freed. */
  private static void swap(Admin face, int times) {
    for (int i = 0; i < times; i++) {
      long live = 1L + i % 2;
      face.activate(live);
      face.await(3 - live, ModelState.MODEL_STATE_AVAILABLE);
    }
  }

  private static void assertFew(long before, long after, String what) {
    assertTrue(after <= before + OTHERS, before + " " + what + " before, " + after + " after");
  }

  private static double gauge(TestServer server, String name) {
    return server.meters().get(name).gauge().value();
  }

  /** How many threads have such a name; one that is just let go may still have it. */
  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }

  /** How many files and sockets this process has open; 0 where the system does not tell. */
  private static long handles() throws IOException {
    if (!Files.isDirectory(HANDLES)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(HANDLES)) {
      return open.count();
    }
  }
}

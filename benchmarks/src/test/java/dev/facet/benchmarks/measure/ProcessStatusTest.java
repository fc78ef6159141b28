package dev.facet.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessStatusTest {

  @Test
  void status_saysTheResidentMemoryInKibibytesAndTheThreads() {
    String status = "Name:\tjava\nVmHWM:\t  199999 kB\nVmRSS:\t  123456 kB\nThreads:\t42\n";
    assertEquals(
        new ProcessStatus(
            OptionalLong.of(123_456L * 1024),
            OptionalLong.of(199_999L * 1024),
            OptionalLong.of(42),
            OptionalLong.of(7)),
        ProcessStatus.parse(status, OptionalLong.of(7)));
  }

  @Test
  void processThatIsNotThere_saysNothing() {
    OptionalLong nothing = OptionalLong.empty();
    assertEquals(
        new ProcessStatus(nothing, nothing, nothing, nothing), ProcessStatus.of(Long.MAX_VALUE));
  }

  @Test
  void openFile_isAHandle(@TempDir Path directory) throws IOException {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "skipped: no /proc/self/status");
    Path file = Files.createFile(directory.resolve("file"));
    long before = ProcessStatus.now().handles().orElseThrow();
    try (InputStream held = Files.newInputStream(file)) {
      assertEquals(-1, held.read());
      assertTrue(ProcessStatus.now().handles().orElseThrow() > before);
    }
  }
}

package dev.facet.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {

  @Test
  void status_saysTheResidentMemoryInKibibytes() {
    String status = "Name:\tjava\nVmHWM:\t   99999 kB\nVmRSS:\t  123456 kB\nRssAnon:\t 7 kB\n";
    assertEquals(OptionalLong.of(123_456L * 1024), ProcessMemory.resident(status));
  }

  @Test
  void statusWithoutIt_saysNothing() {
    assertEquals(OptionalLong.empty(), ProcessMemory.resident(""));
  }

  @Test
  void resident_growsByMemoryThatIsTouched() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "skipped: no /proc/self/status");
    ProcessMemory before = ProcessMemory.now();
    byte[] touched = new byte[256 << 20];
    ProcessMemory after = ProcessMemory.now();
    assertEquals(256 << 20, touched.length);
    assertTrue(after.heapUsedMib() >= 256, () -> "heap " + after);
    assertTrue(after.heapCommitted() >= after.heapUsed(), () -> "heap " + after);
    double grown = after.residentMib() - before.residentMib();
    assertTrue(grown > 200, () -> "grown by " + grown + " MiB");
  }
}

package dev.facet.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {

  @Test
  void resident_growsByMemoryThatIsTouched() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "skipped: no /proc/self/status");
    ProcessMemory before = ProcessMemory.now();
    // Outside of the heap, where what is free may be resident already. It is filled with zeros.
    ByteBuffer touched = ByteBuffer.allocateDirect(256 << 20);
    double grown = ProcessMemory.now().residentMib() - before.residentMib();
    assertEquals(256 << 20, touched.capacity());
    assertTrue(grown > 200, () -> "grown by " + grown + " MiB");
    double peak = ProcessMemory.now().peakMib() - before.residentMib();
    assertTrue(peak > 200, () -> "at most " + peak + " MiB more");
  }

  @Test
  void heap_holdsWhatIsReferredTo() {
    byte[] held = new byte[64 << 20];
    ProcessMemory now = ProcessMemory.now();
    assertEquals(64 << 20, held.length);
    assertTrue(now.heapUsedMib() >= 64, () -> "heap " + now);
    assertTrue(now.heapCommitted() >= now.heapUsed(), () -> "heap " + now);
  }
}

package dev.facet.server.registry;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeHeapTest {

  private static final Path STATUS = Path.of("/proc/self/status");

  /** Too small to be a mapping of its own, which the C library would give back at once. */
  private static final int BLOCK = 100_000;

  private static final int BLOCKS = 2_000;

  @Test
  void whatWasFreed_isGivenBack_thoughSomethingBehindItIsInUse() throws Exception {
    assumeTrue(Files.exists(STATUS), "Linux tells what a process takes");
    List<Memory> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      Memory block = new Memory(BLOCK);
      block.clear();
      blocks.add(block);
    }
    try (Memory last = new Memory(BLOCK)) {
      last.clear();
      blocks.forEach(Memory::close);
      long kept = resident();

      NativeHeap.giveBack();

      long given = kept - resident();
      assertTrue(given > BLOCK * (long) BLOCKS * 3 / 4, given + " bytes were given back");
    }
  }

  /** Bytes of memory that this process takes. */
  private static long resident() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}

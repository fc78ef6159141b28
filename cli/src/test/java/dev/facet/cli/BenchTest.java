package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {

  @Test
  void failedBenchmark_endsWithTheReasonInALine(@TempDir Path directory) throws Exception {
    Path people = Files.createDirectory(directory.resolve("people"));

    CommandRun run =
        CommandRun.facet(
            "bench", "training", "--people", people, "--output", directory.resolve("results"));

    assertEquals(1, run.exit());
    assertEquals(
        "facet: " + people + ": no people (expected: a directory of photos for each)\n", run.err());
    assertEquals("", run.out());
  }
}

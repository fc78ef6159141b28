package dev.facet.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs on a real server in a process of its own; how fast it is is not looked at. */
class SwapBenchmarkTest {

  private static final Path MODEL = Path.of("..", "models", "default", "1");

  private final Path output;

  SwapBenchmarkTest(@TempDir Path directory) {
    output = directory.resolve("results");
  }

  private BenchmarkRun run(Object... options) {
    Object[] common = {
      "swap",
      "--model",
      MODEL,
      "--output",
      output,
      "--rate",
      60,
      "--warm-up",
      1,
      "--most-p99-ratio",
      0,
      "--interval",
      0.2
    };
    return BenchmarkRun.of(Stream.concat(Stream.of(common), Stream.of(options)).toArray());
  }

  @Test
  void swapsUnderLoad_loseNothingAndAreReported() throws IOException {
    BenchmarkRun run = run("--seconds", 2, "--every", 0.1, "--swaps", 3);

    assertEquals(0, run.exit(), run.out() + run.err());
    assertTrue(run.out().contains("\nswaps  3, "), run.out());
    JsonNode result = new ObjectMapper().readTree(output.resolve("swap.json").toFile());
    assertEquals(0, result.get("faults").size());
    for (String phase : new String[] {"quiet", "swapping"}) {
      JsonNode requests = result.get(phase).get("requests");
      long sent = requests.get("sent").asLong();
      assertTrue(sent > 0, phase);
      assertEquals(sent, requests.get("answered").asLong(), phase);
      double distance = result.get(phase).get("findings").get("greatestDistance").asDouble();
      assertTrue(distance > 0 && distance <= 1e-5, () -> phase + " " + distance);
    }
    assertEquals(3, result.get("swapping").get("activations").size());
    assertTrue(result.get("samples").size() > 10);
    assertNotNull(ImageIO.read(output.resolve("swap.png").toFile()));
    assertNoRepositoryIsLeft();
  }

  @Test
  void serverThatDoesNotStart_isReportedWithItsReason() throws IOException {
    BenchmarkRun run = run("--set", "batching.workers=many");
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("the server does not start: "), run.err());
    assertTrue(run.err().contains("batching.workers: many (expected: 0 to 256)"), run.err());
    assertNoRepositoryIsLeft();
  }

  private void assertNoRepositoryIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(output)) {
      assertEquals(0, left.filter(Files::isDirectory).count());
    }
  }
}

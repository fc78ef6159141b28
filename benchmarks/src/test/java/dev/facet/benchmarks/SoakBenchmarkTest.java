package dev.facet.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run on a real server in a process of its own; how fast it is is not looked at. */
class SoakBenchmarkTest {

  private static final Path MODEL = Path.of("..", "models", "default", "1");

  @Test
  void everythingAtOnce_losesNothingAndIsReported(@TempDir Path directory) throws Exception {
    Path output = directory.resolve("results");

    BenchmarkRun run =
        BenchmarkRun.of(
            "soak",
            "--model",
            MODEL,
            "--output",
            output,
            "--rate",
            40,
            "--warm-up",
            1,
            "--minutes",
            0.15,
            "--swap-every",
            1,
            "--rotate-every",
            1,
            "--interval",
            0.5,
            "--rest-every",
            2,
            "--most-refused",
            1);

    assertEquals(0, run.exit(), run.out() + run.err());
    assertTrue(run.out().contains("\ngrowth is not judged: 9 s (expected: 600 or more)"));
    JsonNode result = new ObjectMapper().readTree(output.resolve("soak.json").toFile());
    assertEquals(0, result.get("faults").size());
    JsonNode clients = result.get("clients");
    for (String served :
        new String[] {"calls and streams", "batch calls", "slow readers", "visitors"}) {
      JsonNode counts = clients.get(served);
      long refused = counts.get("errors").path("RESOURCE_EXHAUSTED").asLong();
      assertTrue(counts.get("answered").asLong() > 0, served);
      assertEquals(counts.get("sent").asLong(), counts.get("answered").asLong() + refused, served);
    }
    JsonNode truncated = clients.get("truncated");
    assertTrue(truncated.get("sent").asLong() > 0);
    assertEquals(truncated.get("sent"), truncated.get("errors").get("INVALID_ARGUMENT"));
    assertTrue(clients.get("leavers").get("sent").asLong() > 0);
    assertFalse(result.get("swaps").isEmpty());
    assertTrue(result.get("rotations").asInt() > 0);
    double distance = result.get("findings").get("greatestDistance").asDouble();
    assertTrue(distance > 0 && distance <= 1e-5, () -> "distance " + distance);
    JsonNode samples = result.get("samples");
    assertTrue(samples.size() > 5);
    List<JsonNode> rests =
        samples.valueStream().filter(sample -> sample.get("heapMib").isNumber()).toList();
    assertTrue(rests.size() >= 3 && samples.size() > rests.size(), samples::toPrettyString);
    rests.forEach(rest -> assertEquals(0, rest.get("admitted").asInt(), rest::toPrettyString));
    assertNotNull(ImageIO.read(output.resolve("soak.png").toFile()));
    try (Stream<Path> left = Files.list(output)) {
      assertEquals(0, left.filter(Files::isDirectory).count());
    }
  }
}

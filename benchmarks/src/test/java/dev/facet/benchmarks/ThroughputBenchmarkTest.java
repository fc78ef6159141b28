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

/** A short run on real servers in processes of their own; how fast they are is not looked at. */
class ThroughputBenchmarkTest {

  private static final Path MODEL = Path.of("..", "models", "default", "1");

  private final Path output;

  ThroughputBenchmarkTest(@TempDir Path directory) {
    output = directory.resolve("results");
  }

  private BenchmarkRun run(Object... options) {
    Object[] common = {
      "throughput",
      "--quick",
      "--warm-up",
      0.2,
      "--settling",
      0.1,
      "--seconds",
      0.2,
      "--output",
      output
    };
    return BenchmarkRun.of(Stream.concat(Stream.of(common), Stream.of(options)).toArray());
  }

  @Test
  void modelUnderLoad_isMeasuredBesideTheBareParts() throws IOException {
    // A deadline that nothing comes to.
    BenchmarkRun run = run("--model", MODEL, "--loads", "20,40", "--deadline", 30);

    assertEquals(0, run.exit(), run.out() + run.err());
    JsonNode result = new ObjectMapper().readTree(output.resolve("throughput.json").toFile());
    assertEquals(2, result.get("ceilings").size());
    for (JsonNode ceiling : result.get("ceilings")) {
      assertMeasured(ceiling.get("echo").get(0));
      assertMeasured(ceiling.get("idle").get(0));
    }
    JsonNode model = result.get("models").get(0);
    assertEquals("default", model.get("name").asText());
    for (String side : new String[] {"untuned", "tuned"}) {
      assertTrue(
          model.get("engine").get(side).get("rounds").get(0).get("perSecond").asDouble() > 0);
    }
    assertMeasured(model.get("lone"));
    for (String calls : new String[] {"UNARY", "STREAM"}) {
      assertMeasured(model.get("closed").get(calls).get(0));
      assertEquals(2, model.get("open").get(calls).size());
      for (JsonNode load : model.get("open").get(calls)) {
        assertMeasured(load);
        assertEquals(1, load.get("counts").size(), load.toString());
      }
    }
    assertTrue(run.out().contains("default unary: closed loop / possible"), run.out());
    assertNotNull(ImageIO.read(output.resolve("throughput.png").toFile()));
    try (Stream<Path> left = Files.list(output)) {
      assertEquals(0, left.filter(Files::isDirectory).count());
    }
  }

  private static void assertMeasured(JsonNode steady) {
    assertTrue(steady.get("embeddings").asLong() > 0, steady.toString());
    assertTrue(steady.get("answered").get("p50").asDouble() > 0, steady.toString());
    assertEquals(0, steady.get("open").asLong(), steady.toString());
  }

  @Test
  void serverThatDoesNotStart_isReportedWithItsReason() {
    BenchmarkRun run = run("--model", MODEL, "--set", "batching.workers=many");
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("batching.workers: many (expected: 0 to 256)"), run.err());
  }
}

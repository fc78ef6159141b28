package dev.facet.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run on a real server in a process of its own; what it costs is not looked at. */
class StreamsBenchmarkTest {

  @Test
  void everyNumberOfStreams_isMeasuredInEveryRound(@TempDir Path output) throws IOException {
    BenchmarkRun run =
        BenchmarkRun.of(
            "streams",
            "--models",
            Path.of("..", "models"),
            "--idle-engine",
            "--counts",
            "1,1200",
            "--connections",
            3,
            "--rate",
            100,
            "--warm-up",
            1,
            "--seconds",
            1,
            "--rounds",
            2,
            "--most-ratio",
            0,
            "--output",
            output);

    assertEquals(0, run.exit(), run.out() + run.err());
    JsonNode result = new ObjectMapper().readTree(output.resolve("streams.json").toFile());
    assertEquals(0, result.get("faults").size());
    assertEquals(2, result.get("ratios").size());
    assertEquals(4, result.get("samples").size());
    for (JsonNode sample : result.get("samples")) {
      long streams = sample.get("streams").asLong();
      assertTrue(sample.get("requests").asLong() > 0);
      assertEquals(
          streams + sample.get("requests").asLong(),
          sample.get("counts").get("answered").asLong(),
          "each stream was used once before");
      assertTrue(sample.get("processorSeconds").asDouble() > 0);
      assertEquals(streams == 1, sample.get("heapPerStream").isTextual());
    }
    assertNotNull(ImageIO.read(output.resolve("streams.png").toFile()));
  }
}

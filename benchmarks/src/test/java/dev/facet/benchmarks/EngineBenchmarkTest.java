package dev.facet.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.model.engine.GraphPasses;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run on the real engine; how fast it is is not looked at. */
class EngineBenchmarkTest {

  private static final Path MODEL = Path.of("..", "models", "default", "1");

  @Test
  void modelAndNetwork_areMeasuredWithEveryPassLeftOut(@TempDir Path directory) throws IOException {
    BenchmarkRun run =
        BenchmarkRun.of(
            "engine",
            "--model",
            MODEL,
            "--backbone",
            "mobileface",
            "--threads",
            2,
            "--seconds",
            0.01,
            "--rounds",
            2,
            "--output",
            directory);

    assertEquals(0, run.exit(), run.out() + run.err());
    assertTrue(run.out().startsWith("images/s on 2 threads"), run.out());
    JsonNode models =
        new ObjectMapper().readTree(directory.resolve("engine.json").toFile()).get("models");
    assertEquals(2, models.size());
    for (JsonNode model : models) {
      double distance = model.get("distance").asDouble();
      assertTrue(distance > 0 && distance < 1e-5, () -> "distance " + distance);
      assertEquals(GraphPasses.names().size(), model.get("ablation").size());
      for (JsonNode batch : model.get("tuned").get("batches")) {
        assertEquals(2, batch.get("paces").size());
        assertTrue(batch.get("paces").get(0).get("perSecond").asDouble() > 0);
      }
    }
    assertNotNull(ImageIO.read(directory.resolve("engine.png").toFile()));
  }
}

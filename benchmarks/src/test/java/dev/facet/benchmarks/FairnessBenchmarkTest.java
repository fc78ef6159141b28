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

/** A short run on a real server in a process of its own; how fast it is is not looked at. */
class FairnessBenchmarkTest {

  @Test
  void politeCaller_isAnsweredBesideEverybody(@TempDir Path output) throws IOException {
    BenchmarkRun run =
        BenchmarkRun.of(
            "fairness",
            "--models",
            Path.of("..", "models"),
            "--floods",
            3,
            "--batch",
            2,
            "--warm-up",
            1,
            "--rate",
            20,
            "--settling",
            1,
            "--seconds",
            1,
            "--most-p99",
            0,
            "--most-heap",
            0,
            "--output",
            output);

    // Whether the unread stream has come to its end after a second is the machine's affair.
    JsonNode result = new ObjectMapper().readTree(output.resolve("fairness.json").toFile());
    for (String situation :
        new String[] {
          "alone", "one stream floods", "many streams flood", "large batches", "one never reads"
        }) {
      JsonNode outcome = result.get(situation);
      JsonNode polite = outcome.get("polite");
      assertTrue(polite.get("sent").asLong() > 0, run.out() + run.err());
      assertEquals(polite.get("sent"), polite.get("answered"), situation);
      boolean readsReplies = !situation.equals("alone") && !situation.equals("one never reads");
      assertEquals(readsReplies, outcome.get("beside").get("answered").asLong() > 0, situation);
    }
    assertTrue(result.get("one never reads").get("settling").get("sent").asLong() > 0);
    assertNotNull(ImageIO.read(output.resolve("fairness.png").toFile()));
  }
}

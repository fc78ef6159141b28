package dev.facet.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run; how fast it is is not looked at. */
class IdentitiesBenchmarkTest {

  @Test
  void eachNumberAndEachSample_isMeasured(@TempDir Path directory) throws IOException {
    BenchmarkRun run =
        BenchmarkRun.of(
            "identities",
            "--output",
            directory,
            "--identities",
            "6,200",
            "--samples",
            "100,10",
            "--batch-size",
            8,
            "--dimension",
            16,
            "--steps",
            2);

    assertEquals(0, run.exit(), run.err());
    List<String> measured = new ArrayList<>();
    for (JsonNode row :
        new ObjectMapper().readTree(directory.resolve("identities.json").toFile())) {
      measured.add(row.get("identities").asInt() + " " + row.get("sample").asDouble());
      assertTrue(row.get("millis").get("least").asDouble() > 0, row::toString);
      assertTrue(row.get("loss").asDouble() > 0, row::toString);
    }
    assertEquals(List.of("6 1.0", "200 1.0", "6 0.1", "200 0.1"), measured);
    assertEquals(6, run.out().lines().count(), run.out());
  }
}

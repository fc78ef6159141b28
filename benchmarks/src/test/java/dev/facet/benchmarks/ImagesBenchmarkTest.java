package dev.facet.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.benchmarks.load.Photos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs; how fast they are is not looked at. */
class ImagesBenchmarkTest {

  private final Path directory;

  ImagesBenchmarkTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private BenchmarkRun run(Object... options) {
    List<Object> all = new ArrayList<>();
    all.addAll(List.of("images", "--output", directory.resolve("results"), "--rounds", 2));
    all.addAll(List.of("--seconds", 0, "--photos", 3, "--enlarged", 1, "--widths", "500,600"));
    all.addAll(List.of(options));
    return BenchmarkRun.of(all.toArray());
  }

  @Test
  void drawnPhotos_areMeasuredInAllSizesAndSteps() throws IOException {
    BenchmarkRun run = run();

    assertEquals(0, run.exit(), run.err());
    Path results = directory.resolve("results");
    JsonNode rows = new ObjectMapper().readTree(results.resolve("images.json").toFile());
    List<String> measured = new ArrayList<>();
    for (JsonNode row : rows) {
      measured.add(row.get("photos").asText() + ", " + row.get("step").asText());
      assertTrue(row.get("cpuMicros").get("least").asDouble() > 0, row::toString);
      assertTrue(row.get("allocatedBytes").asDouble() > 0, row::toString);
      assertTrue(
          row.get("peakBytes").asDouble() >= row.get("allocatedBytes").asDouble(), row::toString);
    }
    List<String> expected = new ArrayList<>();
    for (String photos : List.of("drawn", "500 wide", "600 wide")) {
      for (String step : List.of("decode", "preprocess", "file to tensor")) {
        expected.add(photos + ", " + step);
      }
    }
    assertEquals(expected, measured);
    assertNotNull(ImageIO.read(results.resolve("images.png").toFile()));
  }

  @Test
  void photosOfAFolder_areThoseThatHaveLandmarks() throws IOException {
    List<byte[]> photos = Photos.drawn(2, 1);
    Files.write(directory.resolve("a.jpg"), photos.get(0));
    Files.write(directory.resolve("b.jpg"), photos.get(1));
    Path landmarks = directory.resolve("landmarks.txt");
    String points = " 105 112 145 112 125 135 108 157 142 157\n";
    Files.writeString(landmarks, "a.jpg" + points + "c.jpg" + points);

    BenchmarkRun run = run("--images", directory, "--landmarks", landmarks);

    assertEquals(0, run.exit(), run.err());
    String size = "%.1f".formatted(photos.get(0).length / 1e3);
    assertTrue(run.out().contains("as given       " + size), run.out());
  }

  @Test
  void folderWithoutThePhotos_isRefused() throws IOException {
    Path landmarks = directory.resolve("landmarks.txt");
    Files.writeString(landmarks, "c.jpg 105 112 145 112 125 135 108 157 142 157\n");

    BenchmarkRun run = run("--images", directory, "--landmarks", landmarks);

    assertEquals(1, run.exit());
    assertTrue(run.err().contains("none of the photos of"), run.err());
  }
}

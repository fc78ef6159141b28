package dev.facet.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short runs on drawn photos; how fast they are is not looked at. */
class TrainingBenchmarksTest {

  private static final Pattern RATIO =
      Pattern.compile(
          "^ratio +median ([\\d.]+), ([\\d.]+) to ([\\d.]+) over 2 rounds", Pattern.MULTILINE);

  private final Path output;
  private final Path people;

  TrainingBenchmarksTest(@TempDir Path directory) throws IOException {
    output = directory.resolve("results");
    people = DrawnPeople.write(directory.resolve("people"), 3, 2);
  }

  @Test
  void training_comparesLoopAndBareWorkInRounds() throws IOException {
    BenchmarkRun run =
        BenchmarkRun.of(
            "training",
            "--people",
            people,
            "--batch-size",
            2,
            "--rounds",
            2,
            "--steps",
            2,
            "--checkpoint-every",
            1,
            "--interval",
            0,
            "--output",
            output);

    assertEquals(0, run.exit(), run.err());
    Matcher ratio = RATIO.matcher(run.out());
    assertTrue(ratio.find(), run.out());
    double least = Double.parseDouble(ratio.group(2));
    double greatest = Double.parseDouble(ratio.group(3));
    double median = Double.parseDouble(ratio.group(1));
    assertTrue(0 < least && least <= median && median <= greatest, run.out());
    // Steps of a stretch, those that settle included, in turn for three rounds, warm-up included.
    List<String> work =
        Files.readAllLines(output.resolve("training.csv")).stream()
            .skip(1)
            .map(line -> line.split(",", -1)[1])
            .toList();
    int stretch = 4 + 1 + 2;
    List<String> expected =
        Stream.of("loop", "bare", "loop", "bare", "loop", "bare")
            .flatMap(each -> Stream.generate(() -> each).limit(stretch))
            .toList();
    assertEquals(expected, work);
    assertNotNull(ImageIO.read(output.resolve("training.png").toFile()));
    assertNoRunIsLeft();
  }

  @Test
  void trainingMemory_fitsTheLoop() throws IOException {
    BenchmarkRun run =
        BenchmarkRun.of(
            "training-memory",
            "--people",
            people,
            "--batch-size",
            2,
            "--steps",
            6,
            "--warm-up",
            2,
            "--interval",
            0,
            "--output",
            output);

    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().startsWith("steps  6 after a warm-up of 2, "), run.out());
    if (Files.isReadable(Path.of("/proc/self/status"))) {
      assertTrue(run.out().contains(" MiB per 1,000 steps"), run.out());
    }
    List<String> samples = Files.readAllLines(output.resolve("training-memory.csv"));
    assertEquals(1 + 8, samples.size(), samples::toString);
    assertTrue(samples.get(8).contains(",loop,8,"), samples::toString);
    assertNotNull(ImageIO.read(output.resolve("training-memory.png").toFile()));
    assertNoRunIsLeft();
  }

  private void assertNoRunIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(output)) {
      assertEquals(0, left.filter(Files::isDirectory).count());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --rounds     | 0           | 0 (expected: a whole number, 1 to 2147483647)
          --batch-size | many        | many (expected: a whole number, 1 to 2147483647)
          --seconds    | -1          | -1 (expected: a number of seconds, 0 or above)
          --backbone   | nonet       | backbone: nonet (expected: one of mobilefacenet-y1,
          --list       | nowhere.txt | nowhere.txt (expected: a file that can be read)
          """)
  void mistakeInAnOption_isNamed(String option, String value, String message) {
    BenchmarkRun run = BenchmarkRun.of("training", "--people", people, option, value);
    assertEquals(2, run.exit());
    assertTrue(run.err().contains(message), run.err());
    assertTrue(run.err().contains("'" + option + "'"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void timeBesideSteps_isRefused() {
    BenchmarkRun run =
        BenchmarkRun.of("training", "--people", people, "--seconds", 1, "--steps", 1);
    assertEquals(2, run.exit());
    assertTrue(run.err().contains("mutually exclusive"), run.err());
  }

  @Test
  void peopleThatAreNoDirectory_areRefused() {
    BenchmarkRun run = BenchmarkRun.of("training", "--people", people.resolve("nowhere"));
    assertEquals(2, run.exit());
    assertTrue(run.err().contains("nowhere (expected: a directory)"), run.err());
  }

  @Test
  void memoryRunWithoutAnEnd_isRefused() {
    BenchmarkRun run = BenchmarkRun.of("training-memory", "--people", people);
    assertEquals(2, run.exit());
    assertTrue(run.err().contains("--minutes"), run.err());
  }
}

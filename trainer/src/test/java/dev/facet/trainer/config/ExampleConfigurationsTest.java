package dev.facet.trainer.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows can be used as it stands. */
class ExampleConfigurationsTest {

  private static final Path EXAMPLES = Path.of("../examples/training");
  private static final Path GUIDE = Path.of("../docs/training.md");
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examples_areRead(Path example) throws IOException {
    TrainingConfigFile.read(example);
  }

  @Test
  void configurationsInTheGuide_areRead(@TempDir Path directory) throws IOException {
    List<String> blocks = configurations(GUIDE);
    assertFalse(blocks.isEmpty());
    for (String block : blocks) {
      TrainingConfigFile.read(Files.writeString(directory.resolve("block.yaml"), block));
    }
  }

  @Test
  void guide_explainsTheExampleAsItIs(@TempDir Path directory) throws IOException {
    Path explained =
        Files.writeString(directory.resolve("first.yaml"), configurations(GUIDE).get(0));
    assertEquals(
        TrainingConfigFile.read(EXAMPLES.resolve("small.yaml")),
        TrainingConfigFile.read(explained));
  }

  private static List<String> configurations(Path document) throws IOException {
    return BLOCK
        .matcher(Files.readString(document))
        .results()
        .map((MatchResult block) -> block.group(1))
        .filter(block -> block.contains("output: runs/"))
        .toList();
  }
}

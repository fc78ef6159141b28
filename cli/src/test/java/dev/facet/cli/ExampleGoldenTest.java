package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages under {@code proto/golden} are in other languages what they are in Java. */
class ExampleGoldenTest {

  @ParameterizedTest
  @CsvSource({"PYTHON, python/golden_test.py", "NODE, node/golden.test.mjs"})
  void goldenMessages_areTheSame(ExampleClient example, String test, @TempDir Path directory)
      throws Exception {
    ExampleClient.Run run = example.runProgram(test, directory, Map.of(), List.of());

    assertEquals(0, run.exitStatus(), run.output() + run.errors());
  }
}

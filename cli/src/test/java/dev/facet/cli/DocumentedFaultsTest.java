package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults that pages tell of, held against the tests that they name. */
class DocumentedFaultsTest {
  private static final List<Path> TESTS =
      List.of(Path.of("src/test/java"), Path.of("../server/src/test/java"));
  private static final Pattern FAULT =
      Pattern.compile("(?m)^\\| .* \\| `(\\w+Test)\\.(\\w+)` \\|$");

  @ParameterizedTest
  @ValueSource(strings = {"hot-swap.md", "reliability.md"})
  void everyTestThatTheTablesName_isThere(String page) throws IOException {
    String text = Files.readString(Path.of("../docs").resolve(page));
    List<MatchResult> faults = FAULT.matcher(text).results().toList();
    assertFalse(faults.isEmpty(), "the page has faults");
    for (MatchResult fault : faults) {
      String method = "  @Test\n  void " + fault.group(2) + "(";
      assertTrue(
          source(fault.group(1)).contains(method), () -> fault.group(1) + ": no " + fault.group(2));
    }
  }

  /** Of all modules, for some have a test of the same name. */
  private static String source(String test) throws IOException {
    StringBuilder source = new StringBuilder();
    for (Path tests : TESTS) {
      try (Stream<Path> files = Files.walk(tests)) {
        for (Path file : files.filter(file -> file.endsWith(test + ".java")).toList()) {
          source.append(Files.readString(file));
        }
      }
    }
    return source.toString();
  }
}

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
import org.junit.jupiter.api.Test;

/** The faults that docs/hot-swap.md tells of, held against the tests that it names. */
class DocumentedFaultsTest {
  private static final Path PAGE = Path.of("../docs/hot-swap.md");
  private static final List<Path> TESTS =
      List.of(Path.of("src/test/java"), Path.of("../server/src/test/java"));
  private static final Pattern FAULT =
      Pattern.compile("(?m)^\\| .* \\| `(\\w+Test)\\.(\\w+)` \\|$");

  @Test
  void everyTestThatTheTablesName_isThere() throws IOException {
    List<MatchResult> faults = FAULT.matcher(Files.readString(PAGE)).results().toList();
    assertFalse(faults.isEmpty(), "the page has faults");
    for (MatchResult fault : faults) {
      String method = "  @Test\n  void " + fault.group(2) + "(";
      assertTrue(
          source(fault.group(1)).contains(method), () -> fault.group(1) + ": no " + fault.group(2));
    }
  }

  private static String source(String test) throws IOException {
    for (Path tests : TESTS) {
      try (Stream<Path> files = Files.walk(tests)) {
        List<Path> found = files.filter(file -> file.endsWith(test + ".java")).toList();
        if (!found.isEmpty()) {
          return Files.readString(found.get(0));
        }
      }
    }
    return "";
  }
}

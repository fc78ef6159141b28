package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/threat-model.md to the tests that it names. */
class DocumentedThreatsTest {

  private static final Path PAGE = Path.of("..", "docs", "threat-model.md");
  private static final List<Path> TESTS =
      List.of(Path.of("src/test/java"), Path.of("../model/src/test/java"));

  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

  /** A method under the annotation of a test, and under others of any lines. */
  private static final String ANNOTATED =
      "(?m)^  @(?:Parameterized)?Test(?:\\(.*\\))?\n(?:(?!  [@v]|$).*\n|  @.*\n|\n)*  void %s\\(";

  private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!threat |---).*$");

  @Test
  void everyTestThatThePageNames_isThere() throws IOException {
    List<MatchResult> named = NAMED.matcher(Files.readString(PAGE)).results().toList();
    List<String> missing = new ArrayList<>();
    for (MatchResult test : named) {
      Pattern method = Pattern.compile(ANNOTATED.formatted(test.group(2)));
      if (!method.matcher(source(test.group(1))).find()) {
        missing.add(test.group());
      }
    }

    assertTrue(named.size() > 40, () -> named.size() + " tests");
    assertEquals(List.of(), missing);
  }

  @Test
  void everyThreat_hasATest() throws IOException {
    List<String> rows =
        ROW.matcher(Files.readString(PAGE)).results().map(MatchResult::group).toList();

    assertEquals(List.of(), rows.stream().filter(row -> !NAMED.matcher(row).find()).toList());
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

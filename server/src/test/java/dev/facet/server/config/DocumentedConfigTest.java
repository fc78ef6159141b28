package dev.facet.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of docs/configuration.md to the records. */
class DocumentedConfigTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z.-]+)` \\| (?:`([^`]*)` )?\\| ([^|]+) \\| (.*) \\|$");

  private static final List<MatchResult> ROWS = rows();

  @Test
  void documentedKeys_haveTheRecordsNamesDefaultsAndRanges() {
    String documented =
        ROWS.stream()
            .map(row -> line(row.group(1), row.group(2) == null ? "" : row.group(2), row.group(3)))
            .collect(Collectors.joining("\n"));
    String actual =
        Section.allKeys()
            .map(key -> line(key.name(), key.defaultText(), key.expected()))
            .collect(Collectors.joining("\n"));

    assertEquals(actual, documented);
  }

  @Test
  void everyKey_hasAMeaning() {
    ROWS.forEach(row -> assertFalse(row.group(4).isBlank(), row.group(1)));
  }

  private static String line(String name, String defaultText, String expected) {
    return name + " = " + defaultText + " (" + expected + ")";
  }

  private static List<MatchResult> rows() {
    try {
      return Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
          .map(ROW::matcher)
          .filter(Matcher::matches)
          .map(Matcher::toMatchResult)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

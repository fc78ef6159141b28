package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the reasons of docs/contract.md to the source that sends them. */
class DocumentedReasonsTest {

  private static final Path PAGE = Path.of("../docs/contract.md");
  private static final Path TABLE =
      Path.of("../server/src/main/java/dev/facet/server/rpc/StatusTable.java");
  private static final List<Path> SOURCES =
      List.of(Path.of("../server/src/main/java"), Path.of("../model/src/main/java"));

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| [A-Z_, ]+ \\|");
  private static final Pattern LITERAL = Pattern.compile("\"([A-Z_]+)\"");
  private static final Pattern REASONS = Pattern.compile("(?s) enum Reason \\{(.*?)\n  }");
  private static final Pattern CONSTANT = Pattern.compile("(?m)^    ([A-Z_]+)\\b");

  @Test
  void documentedReasons_areThoseThatTheServerSends() throws IOException {
    Set<String> sent = new TreeSet<>(names(LITERAL, Files.readString(TABLE)));
    for (Path directory : SOURCES) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          for (String constants : names(REASONS, Files.readString(file))) {
            sent.addAll(names(CONSTANT, constants));
          }
        }
      }
    }

    assertEquals(sent, new TreeSet<>(names(ROW, Files.readString(PAGE))));
  }

  private static List<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}

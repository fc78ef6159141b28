package dev.facet.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table of docs/operations.md to what Prometheus is told. */
class DocumentedMetricsTest {

  private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\| (\\w+) \\|.*");

  private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\w+)$");

  private static final Pattern NAME = Pattern.compile("`((?:process|jvm)_[a-z_]+)`");

  private final String documented = Files.readString(Path.of("..", "docs", "operations.md"));

  DocumentedMetricsTest() throws IOException {}

  @Test
  void table_hasEveryMetricOfTheServer_withItsType() {
    assertEquals(
        typed(TYPE, MeasuredServer.scrape().lines(), name -> name.startsWith("facet_")),
        typed(ROW, documented.lines(), name -> name.startsWith("facet_")));
  }

  @Test
  void metricsOfCallsAndOfTheProcess_exist() {
    String scraped = MeasuredServer.scrape();
    SortedMap<String, String> exist = typed(TYPE, scraped.lines(), name -> true);

    typed(ROW, documented.lines(), name -> name.startsWith("grpc_"))
        .forEach((name, type) -> assertEquals(type, exist.get(name), name));
    Matcher mentioned = NAME.matcher(documented);
    int count = 0;
    while (mentioned.find()) {
      String name = mentioned.group(1);
      assertTrue(exist.containsKey(name), name);
      count++;
    }
    assertTrue(count > 5, "names of the process: " + count);
  }

  private static SortedMap<String, String> typed(
      Pattern pattern, Stream<String> lines, Predicate<String> wanted) {
    SortedMap<String, String> types = new TreeMap<>();
    lines
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .filter(row -> wanted.test(row.group(1)) && !row.group(1).endsWith("_max"))
        .forEach(row -> types.put(row.group(1), row.group(2)));
    return types;
  }
}

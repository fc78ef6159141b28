package dev.facet.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.facet.server.telemetry.PromQuery.Match;
import dev.facet.server.telemetry.PromQuery.Selection;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the dashboard, the alerts and the autoscaler's rule to the metrics and labels that there
 * are.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringFilesTest {

  private static final Path DEPLOY = Path.of("..", "deploy");

  /** Prometheus's own: whether it can scrape, and the labels of what it scrapes. */
  private static final String UP = "up";

  private static final Set<String> TARGET = Set.of("instance", "job", "namespace", "pod");

  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)\\}\\}");

  private static final Pattern VALUES_OF = Pattern.compile("label_values\\((.*), (\\w+)\\)");

  private static final Pattern SECTION = Pattern.compile("(?m)^### (Facet\\w+)$");

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final Series series = Series.of(MeasuredServer.scrape());

  @ParameterizedTest
  @CsvSource({
    "grafana/facet.json, 30",
    "prometheus/alerts.yaml, 10",
    "kubernetes/monitoring/prometheus-adapter.yaml, 2"
  })
  void expressions_askForMetricsLabelsAndValuesThatThereAre(String file, int atLeast)
      throws IOException {
    List<PromQuery> queries = queries(YAML.readTree(DEPLOY.resolve(file).toFile()));

    assertTrue(queries.size() >= atLeast, queries.size() + " expressions");
    Set<String> faults = new TreeSet<>();
    for (PromQuery query : queries) {
      assertTrue(!query.selections().isEmpty(), query::toString);
      query.selections().forEach(selection -> addFaults(selection, query.labels(), faults));
    }
    assertEquals(Set.of(), faults);
  }

  @Test
  void everyAlert_hasASectionThatSaysWhatToDo() throws IOException {
    JsonNode rules =
        YAML.readTree(DEPLOY.resolve("prometheus/alerts.yaml").toFile()).at("/groups/0/rules");
    List<String> sections =
        SECTION
            .matcher(Files.readString(Path.of("..", "docs", "operations.md")))
            .results()
            .map(section -> section.group(1))
            .toList();

    assertEquals(rules.findValuesAsText("alert"), sections);
    assertEquals(
        sections.stream()
            .map(name -> "docs/operations.md#" + name.toLowerCase(Locale.ROOT))
            .toList(),
        rules.findValuesAsText("runbook"));
  }

  /** All expressions of a file, of whichever kind it is. */
  private static List<PromQuery> queries(JsonNode file) {
    List<PromQuery> queries = new ArrayList<>();
    for (JsonNode holder : file.findParents("expr")) {
      PromQuery query = PromQuery.of(holder.get("expr").asText());
      LEGEND
          .matcher(holder.path("legendFormat").asText())
          .results()
          .forEach(label -> query.labels().add(label.group(1)));
      queries.add(query);
    }
    for (JsonNode variable : file.at("/templating/list")) {
      VALUES_OF
          .matcher(variable.at("/query/query").asText())
          .results()
          .forEach(of -> queries.add(PromQuery.of(grouped(of))));
    }
    for (JsonNode rule : file.at("/rules/custom")) {
      Stream.of("seriesQuery", "metricsQuery")
          .map(key -> rule.get(key).asText().replaceAll("<<[.]LabelMatchers>>", ""))
          .forEach(text -> queries.add(PromQuery.of(text.replace("<<.GroupBy>>", "pod"))));
    }
    return queries;
  }

  /** Grafana's own function, as Prometheus would put it. */
  private static String grouped(MatchResult valuesOf) {
    return "group by (" + valuesOf.group(2) + ") (" + valuesOf.group(1) + ")";
  }

  private void addFaults(Selection selection, Set<String> grouping, Set<String> faults) {
    String metric = selection.metric();
    if (!series.has(metric) && !metric.equals(UP)) {
      faults.add("no metric " + metric);
      return;
    }
    Stream.concat(grouping.stream(), selection.matches().stream().map(Match::label))
        .filter(label -> !TARGET.contains(label) && series.valuesOf(metric, label).isEmpty())
        .forEach(label -> faults.add(metric + ": no label " + label));
    selection.matches().stream()
        .filter(match -> !TARGET.contains(match.label()) && !match.value().startsWith("$"))
        .flatMap(
            match -> Arrays.stream(match.value().split("\\|")).map(value -> with(match, value)))
        .filter(match -> !isKnown(metric, match))
        .forEach(match -> faults.add(metric + ": " + match + " is none of its values"));
  }

  private static Match with(Match match, String value) {
    return new Match(match.label(), match.operator(), value);
  }

  private boolean isKnown(String metric, Match match) {
    Stream<String> known =
        match.label().equals("statusCode")
            ? Arrays.stream(Code.values()).map(Code::name)
            : series.valuesOf(metric, match.label()).stream();
    return known.anyMatch(
        match.operator().endsWith("~")
            ? Pattern.compile(match.value()).asMatchPredicate()
            : match.value()::equals);
  }
}

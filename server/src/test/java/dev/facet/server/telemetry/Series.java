package dev.facet.server.telemetry;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The series of a scrape: of each metric the labels, and of these the values. */
record Series(Map<String, Map<String, Set<String>>> values) {

  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? \\S+");

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static Series of(String scrape) {
    Map<String, Map<String, Set<String>>> values = new TreeMap<>();
    scrape
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(
            line -> {
              Map<String, Set<String>> ofMetric =
                  values.computeIfAbsent(line.group(1), metric -> new TreeMap<>());
              Matcher label = LABEL.matcher(line.group(2) == null ? "" : line.group(2));
              while (label.find()) {
                ofMetric
                    .computeIfAbsent(label.group(1), name -> new TreeSet<>())
                    .add(label.group(2));
              }
            });
    return new Series(values);
  }

  boolean has(String metric) {
    return values.containsKey(metric);
  }

  /** Empty: the metric has no such label. */
  Set<String> valuesOf(String metric, String label) {
    return values.getOrDefault(metric, Map.of()).getOrDefault(label, Set.of());
  }
}

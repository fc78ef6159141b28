package dev.facet.trainer.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A row for each variant: of each measure the mean over its seeds and their standard deviation. Not
 * thread-safe.
 */
final class StudyTable {

  private final Map<String, List<Measurements>> variants = new LinkedHashMap<>();

  /** Adds a run; rows come in the order of the variants' first runs. */
  void add(String variant, Measurements measured) {
    variants.computeIfAbsent(variant, name -> new ArrayList<>()).add(measured);
  }

  /** As a table of Markdown. */
  String markdown() {
    Set<String> measures = new LinkedHashSet<>();
    variants.values().forEach(runs -> runs.forEach(run -> measures.addAll(run.values().keySet())));
    StringBuilder text = new StringBuilder("| variant | runs |");
    measures.forEach(measure -> text.append(' ').append(measure).append(" |"));
    text.append("\n| --- | --- |").append(" --- |".repeat(measures.size())).append('\n');
    variants.forEach(
        (variant, runs) -> {
          text.append("| ").append(variant).append(" | ").append(runs.size()).append(" |");
          for (String measure : measures) {
            text.append(' ').append(cell(runs, measure)).append(" |");
          }
          text.append('\n');
        });
    return text.toString();
  }

  private static String cell(List<Measurements> runs, String measure) {
    double[] values =
        runs.stream()
            .map(run -> run.values().get(measure))
            .filter(value -> value != null)
            .mapToDouble(Double::doubleValue)
            .toArray();
    if (values.length == 0) {
      return "";
    }
    Spread spread = Spread.of(values);
    String form = Math.abs(spread.mean()) < 10 ? "%.4f" : "%.2f";
    String mean = String.format(Locale.ROOT, form, spread.mean());
    return values.length == 1
        ? mean
        : mean + " ± " + String.format(Locale.ROOT, form, spread.deviation());
  }

  /**
   * Mean and spread of some runs.
   *
   * @param deviation standard deviation of the values around their mean, with n - 1; of one 0
   */
  private record Spread(double mean, double deviation) {

    static Spread of(double[] values) {
      double mean = 0;
      for (double value : values) {
        mean += value / values.length;
      }
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      return new Spread(mean, values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1)));
    }
  }
}

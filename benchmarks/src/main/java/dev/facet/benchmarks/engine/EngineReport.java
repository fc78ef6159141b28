package dev.facet.benchmarks.engine;

import static dev.facet.benchmarks.report.Table.number;

import dev.facet.benchmarks.engine.ModelResult.WithoutPass;
import dev.facet.benchmarks.report.Table;
import dev.facet.model.engine.GraphPasses;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result for people. */
public final class EngineReport {

  private final EngineResult result;

  /** Of a result. */
  public EngineReport(EngineResult result) {
    this.result = result;
  }

  /** Prints it. */
  public void print(PrintWriter out) {
    out.println("images/s on " + result.threads() + " threads");
    speeds().print(out);
    if (result.models().stream().noneMatch(model -> model.ablation().isEmpty())) {
      out.println();
      out.println("times faster with a pass than without it, all others made");
      ablation().print(out);
    }
  }

  private Table speeds() {
    List<String> columns = new ArrayList<>(List.of("model", "passes"));
    EnginePlan.BATCHES.forEach(batch -> columns.add("batch " + batch));
    columns.addAll(List.of("best", "load, CPU s", "distance", "ratio"));
    Table table = new Table(columns.toArray(String[]::new));
    for (ModelResult model : result.models()) {
      table.add(row(model.name(), "none", model.untuned(), "", ""));
      String distance = String.format(Locale.ROOT, "%.1e", model.distance());
      table.add(row("", "all", model.tuned(), distance, number(model.ratio(), 2)));
    }
    return table;
  }

  private static String[] row(
      String model, String passes, ModelResult.Side side, String distance, String ratio) {
    List<String> cells = new ArrayList<>(List.of(model, passes));
    side.batches().forEach(batch -> cells.add(number(batch.perSecond(), 1)));
    cells.add(number(side.best().perSecond(), 1));
    cells.addAll(List.of(number(side.loadSeconds(), 2), distance, ratio));
    return cells.toArray(String[]::new);
  }

  private Table ablation() {
    List<String> columns = new ArrayList<>(List.of("model"));
    columns.addAll(GraphPasses.names());
    Table table = new Table(columns.toArray(String[]::new));
    for (ModelResult model : result.models()) {
      List<String> cells = new ArrayList<>(List.of(model.name()));
      for (WithoutPass without : model.ablation()) {
        cells.add(number(without.ratio(), 2));
      }
      table.add(cells.toArray(String[]::new));
    }
    return table;
  }

  /** One model in a line. */
  static String line(ModelResult model) {
    return String.format(
        Locale.ROOT,
        "%s  %.1f images/s untuned, %.1f tuned",
        model.name(),
        model.untuned().best().perSecond(),
        model.tuned().best().perSecond());
  }
}

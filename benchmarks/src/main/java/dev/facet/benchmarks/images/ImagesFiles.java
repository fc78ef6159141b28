package dev.facet.benchmarks.images;

import dev.facet.benchmarks.report.Json;
import dev.facet.benchmarks.report.Picture;
import dev.facet.benchmarks.report.Picture.Line;
import dev.facet.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Costs for people and for programs. */
public final class ImagesFiles {

  private static final double KILO = 1e3;

  private ImagesFiles() {}

  /** A row a set and step. */
  public static Table table(List<Cost> costs) {
    Table table =
        new Table(
            "photos",
            "kB a file",
            "step",
            "CPU us a photo",
            "least",
            "greatest",
            "photos/s a core",
            "kB allocated",
            "kB peak");
    for (Cost cost : costs) {
      table.add(
          cost.set(),
          Table.number(cost.meanBytes() / KILO, 1),
          cost.step().label(),
          Table.number(cost.micros().median(), 1),
          Table.number(cost.micros().least(), 1),
          Table.number(cost.micros().greatest(), 1),
          Table.number(cost.perSecond(), 0),
          Table.number(cost.allocated() / KILO, 1),
          Table.number(cost.peak() / KILO, 1));
    }
    return table;
  }

  /** Writes all of it as JSON; times in microseconds, sizes in bytes. */
  public static void writeJson(List<Cost> costs, Path file) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Cost cost : costs) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("photos", cost.set());
      row.put("meanBytes", cost.meanBytes());
      row.put("step", cost.step().label());
      row.put("cpuMicros", cost.micros());
      row.put("perSecondAndCore", cost.perSecond());
      row.put("allocatedBytes", cost.allocated());
      row.put("peakBytes", cost.peak());
      rows.add(row);
    }
    Json.write(rows, file);
  }

  /** Draws CPU time over the size of a file, a line a step. */
  public static void writePicture(List<Cost> costs, Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Step step : Step.values()) {
      List<Cost> ofStep = costs.stream().filter(cost -> cost.step() == step).toList();
      lines.add(
          new Line(
              step.label(),
              ofStep.stream().map(cost -> cost.meanBytes() / KILO).toList(),
              ofStep.stream().map(cost -> cost.micros().median() / KILO).toList()));
    }
    Picture picture = new Picture();
    picture.add("kB a file", "CPU ms a photo", lines);
    picture.write(file);
  }
}

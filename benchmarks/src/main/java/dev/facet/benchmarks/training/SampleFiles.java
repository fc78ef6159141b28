package dev.facet.benchmarks.training;

import static dev.facet.benchmarks.report.Table.number;

import dev.facet.benchmarks.report.Picture.Line;
import dev.facet.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Samples as a file and as lines of a picture. */
public final class SampleFiles {

  private SampleFiles() {}

  /** Writes a line a sample; empty: not known. */
  public static void writeCsv(List<Sample> samples, Path file) throws IOException {
    Table table =
        new Table(
            "seconds",
            "work",
            "steps",
            "images-per-second",
            "data-wait",
            "resident-mib",
            "heap-used-mib",
            "heap-committed-mib");
    for (Sample sample : samples) {
      table.add(
          number(sample.seconds(), 3),
          sample.work().label(),
          Long.toString(sample.steps()),
          number(sample.facesPerSecond(), 2),
          number(sample.waited(), 4),
          number(sample.memory().residentMib(), 1),
          number(sample.memory().heapUsedMib(), 1),
          number(sample.memory().heapCommittedMib(), 1));
    }
    table.write(file);
  }

  /**
   * Speed of a work, with gaps where another was done.
   *
   * @param x what it is drawn over
   */
  public static Line speed(List<Sample> samples, ToDoubleFunction<Sample> x, Work work) {
    return line(
        work.label(),
        samples,
        x,
        sample -> sample.work() == work ? sample.facesPerSecond() : Double.NaN);
  }

  /**
   * Resident memory and Java heap.
   *
   * @param x what they are drawn over
   */
  public static List<Line> memory(List<Sample> samples, ToDoubleFunction<Sample> x) {
    return List.of(
        line("resident", samples, x, sample -> sample.memory().residentMib()),
        line("Java heap, committed", samples, x, sample -> sample.memory().heapCommittedMib()),
        line("Java heap, used", samples, x, sample -> sample.memory().heapUsedMib()));
  }

  private static Line line(
      String name, List<Sample> samples, ToDoubleFunction<Sample> x, ToDoubleFunction<Sample> y) {
    return new Line(
        name,
        samples.stream().map(x::applyAsDouble).toList(),
        samples.stream().map(y::applyAsDouble).toList());
  }
}

package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.report.Json;
import dev.facet.benchmarks.report.Picture;
import dev.facet.benchmarks.report.Picture.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/** The result for programs, and as a picture. */
public final class ThroughputFiles {

  private ThroughputFiles() {}

  /**
   * Writes all rounds and loads as JSON, and the claims; times in seconds, latencies in
   * milliseconds. What is not a number is a text.
   */
  public static void writeJson(ThroughputResult result, Path file) throws IOException {
    Json.write(
        Map.of(
            "cores", result.cores(),
            "photoBytes", result.photoBytes(),
            "deadlineMillis", result.deadline().toMillis(),
            "ceilings", result.ceilings(),
            "models", result.models(),
            "claims", Claims.of(result)),
        file);
  }

  /** Draws latency over throughput, a chart a model, with the engine's limit. */
  public static void writePicture(ThroughputResult result, Path file) throws IOException {
    Picture picture = new Picture();
    for (ModelResult model : result.models()) {
      List<Line> lines = new ArrayList<>();
      for (CallKind kind : CallKind.values()) {
        lines.add(line(kind + " p50", model.open(kind), load -> load.answered().p50()));
        lines.add(line(kind + " p99", model.open(kind), load -> load.answered().p99()));
      }
      double least = bound(lines, Math::min);
      double greatest = bound(lines, Math::max);
      double limit = model.engine().tuned().pace().perSecond();
      lines.add(new Line("engine alone", List.of(limit, limit), List.of(least, greatest)));
      picture.addLogarithmic(model.name() + ", faces/s", "ms", lines);
    }
    picture.write(file);
  }

  private static double bound(List<Line> lines, DoubleBinaryOperator choice) {
    return lines.stream()
        .flatMap(line -> line.y().stream())
        .mapToDouble(Double::doubleValue)
        .filter(Double::isFinite)
        .reduce(choice)
        .orElse(1);
  }

  private static Line line(String name, List<Steady> loads, ToDoubleFunction<Steady> y) {
    return new Line(
        name,
        loads.stream().map(Steady::achieved).toList(),
        loads.stream().map(y::applyAsDouble).toList());
  }
}

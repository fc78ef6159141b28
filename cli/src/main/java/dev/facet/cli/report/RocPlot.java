package dev.facet.cli.report;

import dev.facet.model.evaluation.OperatingPoint;
import dev.facet.model.evaluation.RocCurve;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A ROC curve as a picture: true accept rate over false accept rate, which is drawn on a
 * logarithmic scale, since it is the small rates that matter.
 */
final class RocPlot {
  private RocPlot() {}

  /** Writes the curve as PNG. */
  static void write(RocCurve curve, String title, Path file) throws IOException {
    // The smallest rate above zero that the pairs can show; a logarithm has no place for zero.
    double smallest = 1.0 / curve.differentPairs();
    List<OperatingPoint> shown =
        curve.points().stream().filter(point -> point.falseAcceptRate() >= smallest).toList();
    new CurvePlot("ROC of " + title, "false accept rate", "true accept rate")
        .rates(smallest)
        .curve(
            "ROC",
            shown.stream().map(OperatingPoint::falseAcceptRate).toList(),
            shown.stream().map(OperatingPoint::trueAcceptRate).toList())
        .write(file);
  }
}

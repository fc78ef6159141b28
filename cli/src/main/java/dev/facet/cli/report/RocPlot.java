package dev.facet.cli.report;

import dev.facet.model.evaluation.OperatingPoint;
import dev.facet.model.evaluation.RocCurve;
import java.awt.Color;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A ROC curve as a picture: true accept rate over false accept rate, which is drawn on a
 * logarithmic scale, since it is the small rates that matter.
 */
final class RocPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;

  private RocPlot() {}

  /** Writes the curve as PNG. */
  static void write(RocCurve curve, String title, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("ROC of " + title)
            .xAxisTitle("false accept rate")
            .yAxisTitle("true accept rate")
            .build();
    // The smallest rate above zero that the pairs can show; a logarithm has no place for zero.
    double smallest = 1.0 / curve.differentPairs();
    List<OperatingPoint> shown =
        curve.points().stream().filter(point -> point.falseAcceptRate() >= smallest).toList();
    chart
        .addSeries(
            "ROC",
            shown.stream().map(OperatingPoint::falseAcceptRate).toList(),
            shown.stream().map(OperatingPoint::trueAcceptRate).toList())
        .setMarker(SeriesMarkers.NONE);
    chart
        .getStyler()
        .setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Step)
        .setXAxisLogarithmic(true)
        .setXAxisMin(smallest)
        .setXAxisMax(1.0)
        .setYAxisMax(1.0)
        .setLegendVisible(false)
        .setChartBackgroundColor(Color.WHITE);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG);
    }
  }
}

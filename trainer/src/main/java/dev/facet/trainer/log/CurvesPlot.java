package dev.facet.trainer.log;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The curves of a run as a picture: loss, active share, learning rate and accuracy, below each
 * other.
 */
final class CurvesPlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 300;

  /** A point every other pixel or so. */
  private static final int MOST_POINTS = 500;

  /** Up to so many points each one is marked. */
  private static final int MARKED_POINTS = 50;

  private CurvesPlot() {}

  /**
   * Writes the picture as PNG. A metric that was not measured is left out.
   *
   * @param measured at least one of the metrics, at one step
   */
  static void write(List<Measured> measured, Path file) throws IOException {
    long last = measured.stream().mapToLong(Measured::step).max().orElseThrow();
    List<BufferedImage> charts =
        Stream.of(Metric.LOSS, Metric.ACTIVE_SHARE, Metric.LEARNING_RATE, Metric.ACCURACY)
            .flatMap(metric -> chart(metric, Curve.of(measured, metric, MOST_POINTS), last))
            .toList();
    Charts.write(charts, file);
  }

  private static Stream<BufferedImage> chart(Metric metric, Curve curve, long last) {
    if (curve.isEmpty()) {
      return Stream.empty();
    }
    String name = metric.label().replace('-', ' ');
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(name)
            .xAxisTitle("steps")
            .yAxisTitle(name)
            .build();
    Marker marker =
        curve.steps().size() > MARKED_POINTS ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE;
    chart.addSeries(name, curve.steps(), curve.values()).setMarker(marker);
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax((double) last)
        .setXAxisDecimalPattern("#,##0.#")
        .setYAxisDecimalPattern("0.######")
        .setLegendVisible(false)
        .setChartBackgroundColor(Color.WHITE);
    return Stream.of(BitmapEncoder.getBufferedImage(chart));
  }
}

package dev.facet.benchmarks.report;

import dev.facet.trainer.log.Charts;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts below each other. Not thread-safe. */
public final class Picture {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 360;

  private final List<BufferedImage> charts = new ArrayList<>();

  /**
   * A line of a chart.
   *
   * @param name what it shows
   * @param x ascending
   * @param y as many; not a number: a gap
   */
  public record Line(String name, List<Double> x, List<Double> y) {}

  /**
   * Moments of a chart, as points on its x axis.
   *
   * @param name what happened
   * @param x ascending
   */
  public record Marks(String name, List<Double> x) {}

  /**
   * Adds a chart whose y axis is logarithmic.
   *
   * @param lines as for another chart; y above 0
   */
  public void addLogarithmic(String xAxis, String yAxis, List<Line> lines) {
    XYChart chart = chart(xAxis, yAxis, lines);
    if (!chart.getSeriesMap().isEmpty()) {
      chart.getStyler().setYAxisLogarithmic(true);
      charts.add(BitmapEncoder.getBufferedImage(chart));
    }
  }

  /**
   * Adds a chart.
   *
   * @param lines those without points are left out; without any, so is the chart
   */
  public void add(String xAxis, String yAxis, List<Line> lines) {
    add(xAxis, yAxis, lines, new Marks("none", List.of()));
  }

  /**
   * Adds a chart with marks.
   *
   * @param lines as for a chart without
   */
  public void add(String xAxis, String yAxis, List<Line> lines, Marks marks) {
    XYChart chart = chart(xAxis, yAxis, lines);
    if (chart.getSeriesMap().isEmpty()) {
      return;
    }
    if (!marks.x().isEmpty()) {
      chart
          .addSeries(marks.name(), marks.x(), Collections.nCopies(marks.x().size(), 0.0))
          .setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter)
          .setMarker(SeriesMarkers.TRIANGLE_UP);
    }
    chart.getStyler().setYAxisMin(0.0);
    charts.add(BitmapEncoder.getBufferedImage(chart));
  }

  private static XYChart chart(String xAxis, String yAxis, List<Line> lines) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    for (Line line : lines) {
      if (line.y().stream().anyMatch(Double::isFinite)) {
        chart.addSeries(line.name(), line.x(), line.y()).setMarker(SeriesMarkers.NONE);
      }
    }
    chart
        .getStyler()
        .setXAxisDecimalPattern("#,##0.#")
        .setYAxisDecimalPattern("#,##0.#")
        .setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  /**
   * Writes the picture as PNG.
   *
   * @throws IllegalStateException if it has no chart
   */
  public void write(Path file) throws IOException {
    if (charts.isEmpty()) {
      throw new IllegalStateException("charts: none (expected: 1 or more)");
    }
    Charts.write(charts, file);
  }
}

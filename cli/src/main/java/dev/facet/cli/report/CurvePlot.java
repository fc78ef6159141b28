package dev.facet.cli.report;

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
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of curves, 900 x 600 pixels. */
final class CurvePlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;

  private final XYChart chart;

  /** An empty one, with its titles. */
  CurvePlot(String title, String x, String y) {
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart
        .getStyler()
        .setYAxisMax(1.0)
        .setLegendVisible(false)
        .setLegendPosition(LegendPosition.InsideSE)
        .setChartBackgroundColor(Color.WHITE);
  }

  /** Adds a curve. A second one makes a legend. */
  CurvePlot curve(String name, List<? extends Number> xs, List<? extends Number> ys) {
    chart.addSeries(name, xs, ys).setMarker(SeriesMarkers.NONE);
    chart.getStyler().setLegendVisible(chart.getSeriesMap().size() > 1);
    return this;
  }

  /** Draws a rate along x: in steps, from the smallest to 1, on a logarithmic scale. */
  CurvePlot rates(double smallest) {
    chart
        .getStyler()
        .setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Step)
        .setXAxisLogarithmic(true)
        .setXAxisMin(smallest)
        .setXAxisMax(1.0);
    return this;
  }

  /** Puts the legend into the upper left corner. Default: the lower right one. */
  CurvePlot legendUpperLeft() {
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    return this;
  }

  /** Writes the picture as PNG. */
  void write(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG);
    }
  }
}

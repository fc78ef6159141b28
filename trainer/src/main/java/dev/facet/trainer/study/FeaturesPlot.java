package dev.facet.trainer.study;

import dev.facet.model.similarity.Similarity;
import dev.facet.trainer.log.Charts;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Two-dimensional embeddings as in the papers' figures: for each variant a picture of them as the
 * network gives them, and beside it one on the circle, where they are compared. A colour for each
 * class.
 */
final class FeaturesPlot {

  private static final int SIDE = 360;

  /** Variants in a row, of two pictures each. */
  private static final int IN_ROW = 2;

  private static final int MARKER = 4;

  /** Space around the points, as a part of the largest coordinate. */
  private static final double MARGIN = 1.1;

  private FeaturesPlot() {}

  /**
   * Writes the pictures as one PNG.
   *
   * @param features by the name of the variant, at least one; two values an embedding
   */
  static void write(Map<String, FeatureMap> features, Path file) throws IOException {
    List<BufferedImage> charts = new ArrayList<>();
    features.forEach(
        (variant, map) -> {
          float[][] units =
              Arrays.stream(map.embeddings()).map(Similarity::normalize).toArray(float[][]::new);
          charts.add(chart(variant, map.embeddings(), map.labels()));
          charts.add(chart(variant + ", on the circle", units, map.labels()));
        });
    Charts.write(charts, 2 * IN_ROW, file);
  }

  private static BufferedImage chart(String title, float[][] points, int[] labels) {
    XYChart chart = new XYChartBuilder().width(SIDE).height(SIDE).title(title).build();
    double most = 0;
    for (float[] point : points) {
      most = Math.max(most, Math.max(Math.abs(point[0]), Math.abs(point[1])));
    }
    double edge = MARGIN * most;
    chart.getStyler().setPlotGridLinesVisible(false);
    chart
        .getStyler()
        .setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter)
        .setXAxisMin(-edge)
        .setXAxisMax(edge)
        .setYAxisMin(-edge)
        .setYAxisMax(edge)
        .setMarkerSize(MARKER)
        .setLegendVisible(false)
        .setChartBackgroundColor(Color.WHITE);
    int classes = 1 + IntStream.of(labels).max().orElseThrow();
    for (int label = 0; label < classes; label++) {
      List<Double> xs = new ArrayList<>();
      List<Double> ys = new ArrayList<>();
      for (int i = 0; i < points.length; i++) {
        if (labels[i] == label) {
          xs.add((double) points[i][0]);
          ys.add((double) points[i][1]);
        }
      }
      if (!xs.isEmpty()) {
        chart
            .addSeries(Integer.toString(label), xs, ys)
            .setMarker(SeriesMarkers.CIRCLE)
            .setMarkerColor(Color.getHSBColor((float) label / classes, 1f, 0.85f));
      }
    }
    return BitmapEncoder.getBufferedImage(chart);
  }
}

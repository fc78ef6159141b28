package dev.facet.model.image;

import java.util.Arrays;

/**
 * Resizes a whole image, each axis by itself: an axis that shrinks averages the area that a new
 * pixel covers, one that grows is interpolated linearly between pixel centres (at half-integer
 * places), with the edge repeated. An axis of the same length stays as it is.
 */
final class Resize {

  private Resize() {}

  /** Writes the image's pixels, width x height of them, each 0 to 255, not rounded. */
  static void write(Pixels image, int width, int height, ChannelWriter out) {
    if (image.width() == width && image.height() == height) {
      out.put(image.rgb());
      return;
    }
    Axis across = new Axis(image.width(), width);
    Axis down = new Axis(image.height(), height);
    float[] rows = across(image, across, width);
    float[] line = new float[3 * width];
    for (int y = 0; y < height; y++) {
      Arrays.fill(line, 0);
      int row = down.first[y] * line.length;
      for (float weight : down.weights[y]) {
        for (int i = 0; i < line.length; i++) {
          line[i] += weight * rows[row + i];
        }
        row += line.length;
      }
      out.put(y * width, line);
    }
  }

  /** All rows of the image, brought to the new width. */
  private static float[] across(Pixels image, Axis across, int width) {
    float[] rows = new float[3 * width * image.height()];
    byte[] rgb = image.rgb();
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        int pixel = 3 * (y * image.width() + across.first[x]);
        float red = 0;
        float green = 0;
        float blue = 0;
        for (float weight : across.weights[x]) {
          red += weight * (rgb[pixel] & 0xff);
          green += weight * (rgb[pixel + 1] & 0xff);
          blue += weight * (rgb[pixel + 2] & 0xff);
          pixel += 3;
        }
        rows[at++] = red;
        rows[at++] = green;
        rows[at++] = blue;
      }
    }
    return rows;
  }

  /** For each new place of one axis: the first old place that it takes from, and the weights. */
  private static final class Axis {

    private final int[] first;
    private final float[][] weights;

    Axis(int from, int to) {
      first = new int[to];
      weights = new float[to][];
      for (int i = 0; i < to; i++) {
        if (to < from) {
          average(i, (double) i * from / to, (i + 1.0) * from / to, from);
        } else {
          interpolate(i, (i + 0.5) * from / to - 0.5, from);
        }
      }
    }

    private void average(int i, double start, double end, int from) {
      int begin = (int) start;
      int stop = Math.min(from, (int) Math.ceil(end));
      first[i] = begin;
      weights[i] = new float[stop - begin];
      for (int k = begin; k < stop; k++) {
        double covered = Math.min(end, k + 1) - Math.max(start, k);
        weights[i][k - begin] = (float) (covered / (end - start));
      }
    }

    private void interpolate(int i, double place, int from) {
      double clamped = Math.max(0, Math.min(from - 1, place));
      int begin = (int) clamped;
      float fraction = (float) (clamped - begin);
      first[i] = begin;
      weights[i] = fraction == 0 ? new float[] {1} : new float[] {1 - fraction, fraction};
    }
  }
}

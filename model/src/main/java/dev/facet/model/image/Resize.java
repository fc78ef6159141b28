package dev.facet.model.image;

/**
 * Resizes a whole image, each axis by itself: an axis that shrinks averages the area that a new
 * pixel covers, one that grows is interpolated linearly between pixel centres (at half-integer
 * places), with the edge repeated. An axis of the same length stays as it is.
 */
final class Resize {

  private Resize() {}

  /** The image as three planes (red, green, blue) of width x height values, 0 to 255, unrounded. */
  static float[] planes(Pixels image, int width, int height) {
    Axis across = new Axis(image.width(), width);
    Axis down = new Axis(image.height(), height);
    float[] rows = new float[3 * width * image.height()];
    byte[] rgb = image.rgb();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        float[] weights = across.weights[x];
        int pixel = 3 * (y * image.width() + across.first[x]);
        float red = 0;
        float green = 0;
        float blue = 0;
        for (float weight : weights) {
          red += weight * (rgb[pixel] & 0xff);
          green += weight * (rgb[pixel + 1] & 0xff);
          blue += weight * (rgb[pixel + 2] & 0xff);
          pixel += 3;
        }
        int at = 3 * (y * width + x);
        rows[at] = red;
        rows[at + 1] = green;
        rows[at + 2] = blue;
      }
    }
    int size = width * height;
    float[] planes = new float[3 * size];
    for (int y = 0; y < height; y++) {
      float[] weights = down.weights[y];
      for (int i = 0; i < weights.length; i++) {
        int row = 3 * width * (down.first[y] + i);
        float weight = weights[i];
        for (int x = 0; x < width; x++) {
          int at = y * width + x;
          planes[at] += weight * rows[row + 3 * x];
          planes[size + at] += weight * rows[row + 3 * x + 1];
          planes[2 * size + at] += weight * rows[row + 3 * x + 2];
        }
      }
    }
    return planes;
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

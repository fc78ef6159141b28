package dev.facet.model.image;

import java.util.Arrays;

/**
 * Cuts a crop out of an excerpt. Values between pixels are interpolated bilinearly; outside the
 * photo all is black.
 *
 * <p>Where the crop is less than half as large as what it shows, bilinear interpolation would skip
 * pixels. The photo is then halved first, by averages of 2 x 2 pixels, as often as is needed.
 */
final class Warp {

  private final byte[] rgb;
  private final int width;
  private final int height;

  /** Red, green and blue of a row of the crop. */
  private final float[] line;

  private Warp(Pixels pixels, int cropWidth) {
    this.rgb = pixels.rgb();
    this.width = pixels.width();
    this.height = pixels.height();
    this.line = new float[3 * cropWidth];
  }

  /** Writes the crop's pixels, each 0 to 255, not rounded. */
  static void write(Excerpt excerpt, ChannelWriter out) {
    Crop crop = excerpt.crop();
    Warp warp = new Warp(excerpt.pixels(), crop.width());
    for (int v = 0; v < crop.height(); v++) {
      warp.fill(crop.toPhoto(), v);
      out.put(v * crop.width(), warp.line);
    }
  }

  private void fill(SimilarityTransform place, int v) {
    double x = place.x(0, v);
    double y = place.y(0, v);
    for (int at = 0; at < line.length; at += 3) {
      if (x >= 0 && y >= 0 && x < width - 1 && y < height - 1) {
        inside(x, y, at);
      } else {
        edge(x, y, at);
      }
      x += place.a();
      y += place.b();
    }
  }

  private void inside(double x, double y, int at) {
    int left = (int) x;
    int top = (int) y;
    float right = (float) (x - left);
    float bottom = (float) (y - top);
    int above = 3 * (top * width + left);
    int below = above + 3 * width;
    for (int channel = 0; channel < 3; channel++) {
      float upper = between(rgb[above + channel], rgb[above + channel + 3], right);
      float lower = between(rgb[below + channel], rgb[below + channel + 3], right);
      line[at + channel] = upper + bottom * (lower - upper);
    }
  }

  private static float between(byte first, byte second, float part) {
    int start = first & 0xff;
    return start + part * ((second & 0xff) - start);
  }

  /** A neighbour outside the photo is black: it weighs nothing. */
  private void edge(double x, double y, int at) {
    Arrays.fill(line, at, at + 3, 0);
    if (!(x > -1 && y > -1 && x < width && y < height)) {
      return;
    }
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    float right = (float) (x - left);
    float bottom = (float) (y - top);
    for (int row = Math.max(0, top); row <= Math.min(height - 1, top + 1); row++) {
      float down = row == top ? 1 - bottom : bottom;
      for (int column = Math.max(0, left); column <= Math.min(width - 1, left + 1); column++) {
        float weight = down * (column == left ? 1 - right : right);
        int i = 3 * (row * width + column);
        for (int channel = 0; channel < 3; channel++) {
          line[at + channel] += weight * (rgb[i + channel] & 0xff);
        }
      }
    }
  }
}

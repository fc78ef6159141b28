package dev.facet.model.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/**
 * Brings what ImageIO decoded to {@link Pixels}: alpha is laid over white, 16 bits are rounded to
 * 8.
 *
 * <p>Samples are taken as they are stored. Java's own conversions take gray samples for linear
 * light and make them brighter, which no other decoder does.
 */
final class Samples {

  private static final int WHITE = 255;

  private Samples() {}

  static Pixels pixels(BufferedImage image) {
    byte[] rgb =
        image.getColorModel() instanceof ComponentColorModel
            ? fromComponents(image.getRaster())
            : fromPacked(image);
    return new Pixels(image.getWidth(), image.getHeight(), rgb);
  }

  /** Separate samples: gray, gray and alpha, RGB, or RGB and alpha. */
  private static byte[] fromComponents(Raster raster) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    boolean gray = bands < 3;
    boolean alpha = bands == 2 || bands == 4;
    int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    byte[] rgb = new byte[3 * width * raster.getHeight()];
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int from = 0; from < row.length; from += bands) {
        int opacity = alpha ? to8(row[from + bands - 1], most) : WHITE;
        for (int channel = 0; channel < 3; channel++) {
          int value = to8(row[gray ? from : from + channel], most);
          rgb[at++] = overWhite(value, opacity);
        }
      }
    }
    return rgb;
  }

  /** A palette, or channels packed into one number: Java's conversion is exact. */
  private static byte[] fromPacked(BufferedImage image) {
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int opacity = argb >>> 24;
        rgb[at++] = overWhite((argb >> 16) & 0xff, opacity);
        rgb[at++] = overWhite((argb >> 8) & 0xff, opacity);
        rgb[at++] = overWhite(argb & 0xff, opacity);
      }
    }
    return rgb;
  }

  private static int to8(int sample, int most) {
    return most == 255 ? sample : (sample * 255 + most / 2) / most;
  }

  private static byte overWhite(int value, int opacity) {
    return opacity == 255
        ? (byte) value
        : (byte) ((value * opacity + WHITE * (255 - opacity) + 127) / 255);
  }
}

package dev.facet.client;

import com.google.protobuf.UnsafeByteOperations;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Brings a {@link BufferedImage} to raw pixels, by the rules by which the server decodes files.
 * What needs {@code java.desktop} is in here alone, so that programs without it can use the rest.
 *
 * <p>Samples are taken as they are stored. Java's own conversion takes gray samples for linear
 * light and makes them brighter, which no decoder does.
 */
final class PictureSamples {
  private static final int WHITE = 255;

  private final BufferedImage image;
  private final ColorModel colors;
  private final PixelFormat format;
  private final byte[] pixels;

  /** Number of samples that are written. */
  private int written;

  private PictureSamples(BufferedImage image, PixelFormat format, byte[] pixels) {
    this.image = image;
    this.colors = image.getColorModel();
    this.format = format;
    this.pixels = pixels;
  }

  /** Converts an image whose sides are in range. */
  static FaceImage faceImage(BufferedImage image) {
    boolean gray = isStored(image, ColorSpace.TYPE_GRAY);
    PixelFormat format = gray ? PixelFormat.GRAY : PixelFormat.RGB;
    int width = image.getWidth();
    int height = image.getHeight();
    long bytes = (long) width * height * format.channels();
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "image: %d x %d pixels (expected: at most %d of %s)"
              .formatted(width, height, Integer.MAX_VALUE / format.channels(), format));
    }
    PictureSamples samples = new PictureSamples(image, format, new byte[(int) bytes]);
    if (gray || isStored(image, ColorSpace.TYPE_RGB)) {
      samples.takeStored();
    } else {
      samples.takeConverted();
    }
    return FaceImage.raw(width, height, format, UnsafeByteOperations.unsafeWrap(samples.pixels));
  }

  /** Whether an image has a whole number of 8 or 16 bits for each channel of such colours. */
  private static boolean isStored(BufferedImage image, int colorSpaceType) {
    return image.getColorModel() instanceof ComponentColorModel colors
        && colors.getColorSpace().getType() == colorSpaceType
        && (colors.getTransferType() == DataBuffer.TYPE_BYTE
            || colors.getTransferType() == DataBuffer.TYPE_USHORT);
  }

  private void takeStored() {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int most = (1 << colors.getComponentSize(0)) - 1;
    int[] row = new int[image.getWidth() * bands];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, image.getWidth(), 1, row);
      for (int from = 0; from < row.length; from += bands) {
        int opacity = colors.hasAlpha() ? to8(row[from + bands - 1], most) : WHITE;
        for (int channel = 0; channel < format.channels(); channel++) {
          write(to8(row[from + channel], most), opacity, colors.isAlphaPremultiplied());
        }
      }
    }
  }

  /** A palette, or channels packed into one number, whose conversion is exact; or what is rare. */
  private void takeConverted() {
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        for (int shift = 16; shift >= 0; shift -= 8) {
          write((argb >> shift) & 0xff, argb >>> 24, false);
        }
      }
    }
  }

  private void write(int value, int opacity, boolean premultiplied) {
    int light = premultiplied ? value : (value * opacity + WHITE / 2) / WHITE;
    pixels[written++] = (byte) Math.min(WHITE, light + WHITE - opacity);
  }

  private static int to8(int sample, int most) {
    return most == WHITE ? sample : (sample * WHITE + most / 2) / most;
  }
}

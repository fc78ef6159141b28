package dev.facet.model.image;

import dev.facet.model.bundle.Manifest.Channels;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;

/**
 * Decodes JPEG. The JDK's reader gives the components as they are stored; their conversion to RGB
 * is here, so that CMYK and YCCK are read and no colour profile changes a pixel. Thread-safe.
 */
final class JpegDecoder {

  /** A camera's sloppiness, after which all pixels are there. */
  private static final String HARMLESS_WARNING = "extraneous bytes before marker";

  private final ImageIoReader codec =
      new ImageIoReader("com.sun.imageio.plugins.jpeg.JPEGImageReader");

  /**
   * Decodes a file.
   *
   * @throws IOException where it is broken or cut short
   */
  Pixels decode(byte[] file, PixelBudget.Claim claim) throws IOException, BadImageException {
    JpegFile jpeg = JpegFile.parse(file);
    claim.check(jpeg.width(), jpeg.height());
    byte[] components = components(jpeg.bare());
    Pixels stored =
        switch (jpeg.colors()) {
          case GRAY -> Pixels.of(jpeg.width(), jpeg.height(), Channels.GRAY, components);
          case RGB -> rgb(jpeg, components);
          case YCBCR -> rgb(jpeg, fromYcc(components, 3));
          case CMYK -> rgb(jpeg, fromCmyk(components));
          case YCCK -> rgb(jpeg, fromCmyk(inverted(fromYcc(components, 4))));
        };
    return jpeg.orientation().apply(stored);
  }

  private static Pixels rgb(JpegFile jpeg, byte[] rgb) throws BadImageException {
    return Pixels.of(jpeg.width(), jpeg.height(), Channels.RGB, rgb);
  }

  /** The first warning ends it: the decoder would fill what is missing with gray. */
  private byte[] components(byte[] bare) throws IOException {
    ImageReader reader = codec.open(bare);
    try {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (!warning.contains(HARMLESS_WARNING)) {
              warnings.add(warning);
              source.abort();
            }
          });
      Raster raster = reader.readRaster(0, null);
      if (!warnings.isEmpty()) {
        throw new IOException("JPEG: " + warnings.get(0));
      }
      return ((DataBufferByte) raster.getDataBuffer()).getData();
    } finally {
      reader.dispose();
    }
  }

  /** YCbCr to RGB as JFIF defines it, in place, in fixed point with 16 bits. */
  private static byte[] fromYcc(byte[] pixels, int step) {
    for (int i = 0; i + 2 < pixels.length; i += step) {
      int luma = pixels[i] & 0xff;
      int blue = (pixels[i + 1] & 0xff) - 128;
      int red = (pixels[i + 2] & 0xff) - 128;
      pixels[i] = clamp(luma + ((91_881 * red + 32_768) >> 16));
      pixels[i + 1] = clamp(luma + ((-22_554 * blue - 46_802 * red + 32_768) >> 16));
      pixels[i + 2] = clamp(luma + ((116_130 * blue + 32_768) >> 16));
    }
    return pixels;
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }

  /** Inverts the three colours of CMYK, in place; black stays. */
  private static byte[] inverted(byte[] cmyk) {
    for (int i = 0; i < cmyk.length; i += 4) {
      cmyk[i] = (byte) ~cmyk[i];
      cmyk[i + 1] = (byte) ~cmyk[i + 1];
      cmyk[i + 2] = (byte) ~cmyk[i + 2];
    }
    return cmyk;
  }

  /** Files hold ink inverted, as Adobe writes it: 255 is none. */
  private static byte[] fromCmyk(byte[] cmyk) {
    byte[] rgb = new byte[cmyk.length / 4 * 3];
    int at = 0;
    for (int i = 0; i < cmyk.length; i += 4) {
      int black = cmyk[i + 3] & 0xff;
      for (int channel = 0; channel < 3; channel++) {
        rgb[at++] = (byte) (((cmyk[i + channel] & 0xff) * black + 127) / 255);
      }
    }
    return rgb;
  }
}

package dev.facet.model.image;

/** Makes red, green and blue of the components of JPEG files, as libjpeg does. */
final class JpegColors {

  private JpegColors() {}

  /**
   * Converts pixels.
   *
   * @param components interleaved; overwritten, and maybe what is given back
   * @return red, green and blue of each
   */
  static byte[] rgb(JpegFile.Colors colors, byte[] components) {
    return switch (colors) {
      case GRAY -> fromGray(components);
      case RGB -> components;
      case YCBCR -> fromYcc(components, 3);
      case CMYK -> fromCmyk(components);
      case YCCK -> fromCmyk(inverted(fromYcc(components, 4)));
    };
  }

  private static byte[] fromGray(byte[] gray) {
    byte[] rgb = new byte[Math.multiplyExact(3, gray.length)];
    for (int i = 0; i < gray.length; i++) {
      rgb[3 * i] = gray[i];
      rgb[3 * i + 1] = gray[i];
      rgb[3 * i + 2] = gray[i];
    }
    return rgb;
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

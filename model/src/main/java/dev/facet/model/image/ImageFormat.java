package dev.facet.model.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The kinds of image files that are decoded, told by their first bytes. */
enum ImageFormat {
  JPEG,
  PNG,
  WEBP,
  BMP,
  GIF;

  private static final byte[] JPEG_MAGIC = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
  private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int WEBP_HEADER = 12;

  static @Nullable ImageFormat of(byte[] file) {
    if (startsWith(file, 0, JPEG_MAGIC)) {
      return JPEG;
    }
    if (startsWith(file, 0, PNG_MAGIC)) {
      return PNG;
    }
    if (file.length >= WEBP_HEADER && has(file, 0, "RIFF") && has(file, 8, "WEBP")) {
      return WEBP;
    }
    if (has(file, 0, "GIF87a") || has(file, 0, "GIF89a")) {
      return GIF;
    }
    return has(file, 0, "BM") ? BMP : null;
  }

  private static boolean has(byte[] file, int at, String magic) {
    return startsWith(file, at, magic.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean startsWith(byte[] file, int at, byte[] magic) {
    int end = at + magic.length;
    return file.length >= end && Arrays.equals(file, at, end, magic, 0, magic.length);
  }
}

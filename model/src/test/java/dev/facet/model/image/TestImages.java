package dev.facet.model.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Scanner;

/** The small images that {@code src/test/python/make_images.py} draws. */
final class TestImages {

  static final int WIDTH = 33;
  static final int HEIGHT = 21;

  static final List<String> EXACT =
      List.of(
          "baseline.jpg",
          "full-chroma.jpg",
          "progressive.jpg",
          "restarts.jpg",
          "gray.jpg",
          "cmyk.jpg",
          "ycck.jpg",
          "orientation-1.jpg",
          "orientation-2.jpg",
          "orientation-3.jpg",
          "orientation-4.jpg",
          "orientation-5.jpg",
          "orientation-6.jpg",
          "orientation-7.jpg",
          "orientation-8.jpg",
          "rgb.png",
          "rgba.png",
          "gray.png",
          "gray-alpha.png",
          "palette.png",
          "palette-transparent.png",
          "one-bit.png",
          "two-bits.png",
          "interlaced.png",
          "orientation-6.png",
          "gray-16.png",
          "rgb-16.png",
          "rgba-16.png",
          "lossless.webp",
          "lossless-alpha.webp",
          "orientation-6.webp",
          "rgb.bmp",
          "gray.bmp",
          "palette.bmp",
          "one-bit.bmp",
          "runs.bmp",
          "os2.bmp",
          "top-down.bmp",
          "palette.gif",
          "transparent.gif",
          "interlaced.gif",
          "animated.gif",
          "offset.gif");

  static final List<String> JPEG = EXACT.stream().filter(name -> name.endsWith(".jpg")).toList();

  static final List<String> UPRIGHT_JPEG =
      JPEG.stream().filter(name -> !name.startsWith("orientation")).toList();

  /** Those that may be decoded in more than one way. */
  static final List<String> CLOSE = List.of("lossy.webp", "lossy-alpha.webp", "565.bmp");

  private TestImages() {}

  static byte[] bytes(String name) {
    try (InputStream in = TestImages.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Pillow reads from the image: the PPM that lies beside it. */
  static Pixels expected(String name) {
    byte[] ppm = bytes(name + ".ppm");
    int lineEnds = 0;
    int start = 0;
    while (lineEnds < 3) {
      if (ppm[start++] == '\n') {
        lineEnds++;
      }
    }
    Scanner header = new Scanner(new String(ppm, 0, start, StandardCharsets.US_ASCII));
    header.next("P6");
    return new Pixels(
        header.nextInt(), header.nextInt(), Arrays.copyOfRange(ppm, start, ppm.length));
  }
}

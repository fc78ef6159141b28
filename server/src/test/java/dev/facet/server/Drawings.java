package dev.facet.server;

import com.google.protobuf.ByteString;
import dev.facet.v1.FaceImage;
import dev.facet.v1.PixelFormat;
import dev.facet.v1.RawImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images drawn by code: the same seed, the same noise. */
final class Drawings {

  private Drawings() {}

  static byte[] rgb(long seed, int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    return pixels;
  }

  /** A crop as raw pixels of the tiny model's input size. */
  static FaceImage raw(long seed) {
    return raw(seed, 112, 112);
  }

  /** A crop as raw pixels. */
  static FaceImage raw(long seed, int width, int height) {
    return FaceImage.newBuilder()
        .setRaw(
            RawImage.newBuilder()
                .setWidth(width)
                .setHeight(height)
                .setFormat(PixelFormat.PIXEL_FORMAT_RGB)
                .setPixels(ByteString.copyFrom(rgb(seed, width, height))))
        .build();
  }

  /** An image file of that format: "png", "jpg", "bmp" or "gif". */
  static byte[] file(String format, long seed, int width, int height) {
    byte[] pixels = rgb(seed, width, height);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int color =
          (pixels[3 * i] & 255) << 16 | (pixels[3 * i + 1] & 255) << 8 | (pixels[3 * i + 2] & 255);
      image.setRGB(i % width, i / width, color);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static FaceImage encoded(byte[] file) {
    return FaceImage.newBuilder().setEncoded(ByteString.copyFrom(file)).build();
  }
}

package dev.facet.client;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One image with one face. Without landmarks it is taken as a face crop and resized to the model's
 * input; with landmarks it is taken as a photo in which the face is aligned. Immutable: bytes are
 * copied.
 */
public final class FaceImage implements Face {
  private static final int MAX_SIDE = 65_535;

  private final dev.facet.v1.FaceImage message;

  private FaceImage(dev.facet.v1.FaceImage message) {
    this.message = message;
  }

  /**
   * Takes a whole image file: JPEG, PNG, WebP, BMP or GIF (its first frame). The server decodes it
   * and answers {@code INVALID_ARGUMENT} where it cannot.
   */
  public static FaceImage of(byte[] encoded) {
    return encoded(ByteString.copyFrom(encoded));
  }

  /**
   * Reads an image file as it is; see {@link #of}.
   *
   * @throws IOException if the file cannot be read
   */
  public static FaceImage read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return encoded(ByteString.readFrom(in));
    }
  }

  /**
   * Takes decoded pixels: rows from top to bottom, each from left to right, without padding.
   *
   * @param width width in pixels, 1 to 65,535
   * @param height height in pixels, 1 to 65,535
   * @param format how a pixel is laid out
   * @param pixels exactly width x height x {@link PixelFormat#channels} bytes
   * @throws IllegalArgumentException if a size is wrong
   */
  public static FaceImage raw(int width, int height, PixelFormat format, byte[] pixels) {
    requireSide("width", width);
    requireSide("height", height);
    long expected = (long) width * height * format.channels();
    if (pixels.length != expected) {
      throw new IllegalArgumentException(
          "pixels: %d bytes (expected: %d for %d x %d %s)"
              .formatted(pixels.length, expected, width, height, format));
    }
    var raw =
        dev.facet.v1.RawImage.newBuilder()
            .setWidth(width)
            .setHeight(height)
            .setFormat(Messages.pixelFormat(format))
            .setPixels(ByteString.copyFrom(pixels));
    return new FaceImage(dev.facet.v1.FaceImage.newBuilder().setRaw(raw).build());
  }

  /** Returns the same image as a photo whose face has these landmarks. */
  public FaceImage withLandmarks(Landmarks landmarks) {
    return new FaceImage(message.toBuilder().setLandmarks(Messages.landmarks(landmarks)).build());
  }

  dev.facet.v1.FaceImage message() {
    return message;
  }

  private static FaceImage encoded(ByteString bytes) {
    return new FaceImage(dev.facet.v1.FaceImage.newBuilder().setEncoded(bytes).build());
  }

  private static void requireSide(String name, int value) {
    if (value < 1 || value > MAX_SIDE) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: 1 to " + MAX_SIDE + ")");
    }
  }
}

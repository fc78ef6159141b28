package dev.facet.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One image with one face. Without landmarks it is taken as a face crop and resized to the model's
 * input; with landmarks it is taken as a photo in which the face is aligned. Where faces are to be
 * found first, it is a photo with any number of them, and has no landmarks. Immutable: bytes are
 * copied.
 *
 * <p>Only {@link #of(BufferedImage)} needs the module {@code java.desktop}.
 */
public final class FaceImage implements Face {
  /**
   * Number of bytes that {@link #read(InputStream)} takes at most, 8 MiB: what a server takes of an
   * image file unless it is configured otherwise ({@code limits.max-image-bytes}).
   */
  public static final int DEFAULT_MAX_BYTES = 8 << 20;

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
   * Takes a whole image file; see {@link #of(byte[])}.
   *
   * @param encoded the bytes from its position to its limit, both of which stay as they are
   */
  public static FaceImage of(ByteBuffer encoded) {
    return encoded(ByteString.copyFrom(encoded.duplicate()));
  }

  /**
   * Takes a picture that the program has made or changed, as raw pixels: gray where it is gray, RGB
   * otherwise. It is seen as the server sees a file: transparent parts are laid over white, colour
   * profiles are not applied, and 16 bits are rounded to 8.
   *
   * <p>A picture that is in a file is better sent as the file: raw pixels are many times as large,
   * up to three bytes each, and 2,300 x 2,300 of them are all that the usual bound of a message
   * lets through ({@link FacetClientBuilder#maxMessageBytes}).
   *
   * @param image of any type; its sides 1 to 65,535 pixels
   * @throws IllegalArgumentException if a side is longer, or the pixels are more than an array
   *     holds
   */
  public static FaceImage of(BufferedImage image) {
    requireSide("width", image.getWidth());
    requireSide("height", image.getHeight());
    return PictureSamples.faceImage(image);
  }

  /**
   * Reads an image file as it is; see {@link #of(byte[])}.
   *
   * @throws IOException if the file cannot be read
   */
  public static FaceImage read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return encoded(ByteString.readFrom(in));
    }
  }

  /**
   * Reads an image file of at most {@link #DEFAULT_MAX_BYTES}; see {@link #read(InputStream, int)}.
   *
   * @throws IOException if the stream cannot be read, or has more bytes
   */
  public static FaceImage read(InputStream in) throws IOException {
    return read(in, DEFAULT_MAX_BYTES);
  }

  /**
   * Reads an image file to the end of a stream, which the caller closes; see {@link #of(byte[])}.
   *
   * @param maxBytes number of bytes to take at most, 1 or more; of a stream that has more, one more
   *     is read
   * @throws IOException if the stream cannot be read, or has more bytes
   * @throws IllegalArgumentException if the bound is less than 1
   */
  public static FaceImage read(InputStream in, int maxBytes) throws IOException {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: 1 or more)");
    }
    byte[] encoded = in.readNBytes(maxBytes);
    if (encoded.length == maxBytes && in.read() >= 0) {
      throw new IOException("image: over " + maxBytes + " bytes (expected: at most that)");
    }
    return encoded(UnsafeByteOperations.unsafeWrap(encoded));
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
    return raw(width, height, format, ByteString.copyFrom(pixels));
  }

  /** Takes pixels whose number fits. */
  static FaceImage raw(int width, int height, PixelFormat format, ByteString pixels) {
    var raw =
        dev.facet.v1.RawImage.newBuilder()
            .setWidth(width)
            .setHeight(height)
            .setFormat(Messages.pixelFormat(format))
            .setPixels(pixels);
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

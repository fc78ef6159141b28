package dev.facet.model.image;

import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.image.BadImageException.Reason;
import java.awt.image.BufferedImage;

/**
 * An image in memory: three bytes a pixel (red, green, blue), rows from top to bottom without
 * padding. Immutable.
 */
public final class Pixels extends Image {

  /** The largest width and height of an image, in pixels. */
  public static final int MAX_SIDE = 65_535;

  private final int width;
  private final int height;
  private final byte[] rgb;

  /** Takes the array over; its size must fit. */
  Pixels(int width, int height, byte[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /**
   * Makes an image of raw pixels.
   *
   * @param width in pixels, 1 to {@link #MAX_SIDE}
   * @param height in pixels, 1 to {@link #MAX_SIDE}
   * @param channels how a pixel is laid out: three bytes, or one of luma
   * @param bytes exactly {@code width * height * channels.count()} bytes; taken over where they are
   *     RGB, so the caller must not write to them afterwards
   * @throws BadImageException with {@link Reason#BAD_SIZE} for a size out of range or a wrong
   *     number of bytes
   */
  public static Pixels of(int width, int height, Channels channels, byte[] bytes)
      throws BadImageException {
    checkSide("width", width);
    checkSide("height", height);
    long expected = (long) width * height * channels.count();
    if (bytes.length != expected) {
      throw new BadImageException(
          Reason.BAD_SIZE,
          "pixels: %d bytes (expected: %d for %d x %d %s)"
              .formatted(bytes.length, expected, width, height, channels));
    }
    return new Pixels(
        width,
        height,
        switch (channels) {
          case RGB -> bytes;
          case BGR -> swapped(bytes);
          case GRAY -> tripled(bytes);
        });
  }

  private static void checkSide(String name, int side) throws BadImageException {
    if (side < 1 || side > MAX_SIDE) {
      throw new BadImageException(
          Reason.BAD_SIZE, "%s: %d (expected: 1 to %d)".formatted(name, side, MAX_SIDE));
    }
  }

  private static byte[] swapped(byte[] bgr) {
    byte[] rgb = new byte[bgr.length];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = bgr[i + 2];
      rgb[i + 1] = bgr[i + 1];
      rgb[i + 2] = bgr[i];
    }
    return rgb;
  }

  private static byte[] tripled(byte[] gray) throws BadImageException {
    if (gray.length > Integer.MAX_VALUE / 3) {
      throw new BadImageException(
          Reason.TOO_MANY_PIXELS,
          "pixels: %d (expected: at most %d)".formatted(gray.length, Integer.MAX_VALUE / 3));
    }
    byte[] rgb = new byte[3 * gray.length];
    for (int i = 0; i < gray.length; i++) {
      rgb[3 * i] = gray[i];
      rgb[3 * i + 1] = gray[i];
      rgb[3 * i + 2] = gray[i];
    }
    return rgb;
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  @Override
  public Pixels pixels() {
    return this;
  }

  @Override
  Excerpt excerpt(Crop crop) {
    return crop.block() == 1 ? new Excerpt(this, crop) : Reduction.of(this, crop);
  }

  /** A copy that can be drawn on and written to a file, of {@link BufferedImage#TYPE_INT_RGB}. */
  public BufferedImage toPicture() {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        row[x] = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
      }
      picture.setRGB(0, y, width, 1, row, 0, width);
    }
    return picture;
  }

  /** Red, green and blue of each pixel: the array itself, not a copy; it must not be written to. */
  byte[] rgb() {
    return rgb;
  }
}

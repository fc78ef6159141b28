package dev.facet.model.image;

import dev.facet.model.image.BadImageException.Reason;
import java.io.IOException;

/**
 * Decodes image files. Thread-safe; holds no file and no thread.
 *
 * <p>JPEG (baseline and progressive; grayscale, YCbCr, RGB, CMYK, YCCK), PNG (up to 16 bits a
 * channel), WebP (lossy and lossless), BMP, and GIF; of an animation the first frame. The format is
 * told by the first bytes. Alpha is laid over white, EXIF orientation is applied, colour profiles
 * are not. A file that is cut short is refused, never filled up.
 *
 * <p>While it decodes, an image takes up to about 16 bytes a pixel of memory, a lossy WebP 40.
 *
 * <p>Lossy WebP is not exact: its reader predicts from pixels that the loop filter has changed
 * already (TwelveMonkeys issue 734, mended after 3.14.0). On average values are off by 3 in an
 * image of 250 x 250, by 8 in one of 1500 x 2000.
 */
public final class ImageDecoder {

  private final long maxBytes;
  private final PixelBudget budget;
  private final ImageIoReader png = new ImageIoReader("com.sun.imageio.plugins.png.PNGImageReader");
  private final ImageIoReader gif = new ImageIoReader("com.sun.imageio.plugins.gif.GIFImageReader");
  private final ImageIoReader bmp = new ImageIoReader("com.sun.imageio.plugins.bmp.BMPImageReader");
  private final ImageIoReader webp =
      new ImageIoReader("com.twelvemonkeys.imageio.plugins.webp.WebPImageReader");

  /**
   * A decoder with limits, both checked before anything is decoded.
   *
   * @param maxBytes longest file, in bytes, at least 1
   * @param maxPixels most pixels that a file may declare, at least 1, and most pixels of all files
   *     that are decoded at one time: a file that does not fit waits; whatever it is, no side may
   *     be over {@link Pixels#MAX_SIDE}
   * @throws IllegalArgumentException for a limit below 1
   */
  public ImageDecoder(long maxBytes, long maxPixels) {
    requirePositive("maxBytes", maxBytes);
    requirePositive("maxPixels", maxPixels);
    this.maxBytes = maxBytes;
    this.budget = new PixelBudget(maxPixels);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: %d (expected: at least 1)".formatted(name, value));
    }
  }

  /**
   * A file to decode later, as far as is needed then.
   *
   * @param file the whole file; taken over, so the caller must not write to it afterwards
   */
  public Image open(byte[] file) {
    return new ImageFile(this, file);
  }

  /**
   * Decodes a file.
   *
   * @param file the whole file; not changed
   * @throws BadImageException for a file that is empty, too large, of no known format, or broken
   */
  public Pixels decode(byte[] file) throws BadImageException {
    return read(file, Image::pixels);
  }

  /** What is made of an image while its pixels are claimed. */
  @FunctionalInterface
  interface Reading<T> {
    T of(Image image) throws BadImageException;
  }

  /** Reads a file as far as it takes. */
  <T> T read(byte[] file, Reading<T> reading) throws BadImageException {
    if (file.length == 0) {
      throw new BadImageException(Reason.EMPTY, "image: 0 bytes (expected: an image file)");
    }
    if (file.length > maxBytes) {
      throw new BadImageException(
          Reason.TOO_MANY_BYTES,
          "image: %d bytes (expected: at most %d)".formatted(file.length, maxBytes));
    }
    ImageFormat format = ImageFormat.of(file);
    if (format == null) {
      throw new BadImageException(
          Reason.UNKNOWN_FORMAT, "image: no known format (expected: JPEG, PNG, WebP, BMP or GIF)");
    }
    try (PixelBudget.Claim claim = budget.claim()) {
      return reading.of(image(format, file, claim));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Readers fail on hostile files in every way that there is; it is always the file.
      throw BadImageException.broken(format, e);
    }
  }

  private Image image(ImageFormat format, byte[] file, PixelBudget.Claim claim)
      throws IOException, BadImageException {
    return switch (format) {
      case JPEG -> JpegImage.read(file, claim);
      case PNG -> {
        PngFile parsed = PngFile.parse(file);
        yield parsed.orientation().apply(Samples.pixels(png.read(parsed.bare(), claim)));
      }
      case WEBP -> {
        WebpFile parsed = WebpFile.parse(file, claim);
        yield parsed.orientation().apply(Samples.pixels(webp.read(file, claim)));
      }
      case BMP -> Samples.pixels(bmp.read(BmpFile.bare(file, claim), claim));
      case GIF -> {
        GifFile parsed = GifFile.parse(file);
        claim.check(parsed.width(), parsed.height());
        yield parsed.onScreen(Samples.pixels(gif.read(file, claim)));
      }
    };
  }
}

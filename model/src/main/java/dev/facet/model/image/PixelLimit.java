package dev.facet.model.image;

import dev.facet.model.image.BadImageException.Reason;
import java.io.IOException;

/**
 * The most pixels that a file may declare.
 *
 * @param maxPixels most pixels of an image
 */
record PixelLimit(long maxPixels) {

  /** Whatever the limit, the bytes of an image must fit into one array. */
  private static final long MOST = Integer.MAX_VALUE / 4;

  /** Checks a size from a header, before anything of that size is allocated. */
  void check(long width, long height) throws BadImageException, IOException {
    if (width < 1 || height < 1) {
      throw new IOException("size: %d x %d (expected: at least 1 x 1)".formatted(width, height));
    }
    long most = Math.min(maxPixels, MOST);
    if (width > Pixels.MAX_SIDE || height > Pixels.MAX_SIDE || width * height > most) {
      throw new BadImageException(
          Reason.TOO_MANY_PIXELS,
          "image: %d x %d pixels (expected: at most %d, no side over %d)"
              .formatted(width, height, most, Pixels.MAX_SIDE));
    }
  }
}

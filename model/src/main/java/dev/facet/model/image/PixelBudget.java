package dev.facet.model.image;

import dev.facet.model.image.BadImageException.Reason;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * The most pixels of an image, and of all the images together that are decoded at one time: a
 * decoder takes many bytes a pixel, and a few large images at once must not exhaust the heap. Small
 * images run side by side; those that do not fit wait for their turn, in the order in which they
 * came. Thread-safe.
 */
final class PixelBudget {

  /** Whatever the limit, the bytes of an image must fit into one array. */
  private static final int MOST = Integer.MAX_VALUE / 4;

  private final int maxPixels;
  private final Semaphore free;

  PixelBudget(long maxPixels) {
    this.maxPixels = (int) Math.min(maxPixels, MOST);
    this.free = new Semaphore(this.maxPixels, true);
  }

  /** A claim of nothing yet, for one image; it is closed when the image is decoded. */
  Claim claim() {
    return new Claim();
  }

  /** What one image has of the budget. Used by one thread. */
  final class Claim implements AutoCloseable {

    private int held;

    private Claim() {}

    /**
     * Checks a size from a header, and waits until that many pixels may be decoded. To be called
     * before anything of that size is allocated; of several sizes in one file the largest counts.
     */
    void check(long width, long height) throws BadImageException, IOException {
      if (width < 1 || height < 1) {
        throw new IOException("size: %d x %d (expected: at least 1 x 1)".formatted(width, height));
      }
      if (width > Pixels.MAX_SIDE || height > Pixels.MAX_SIDE || width * height > maxPixels) {
        throw new BadImageException(
            Reason.TOO_MANY_PIXELS,
            "image: %d x %d pixels (expected: at most %d, no side over %d)"
                .formatted(width, height, maxPixels, Pixels.MAX_SIDE));
      }
      int pixels = (int) (width * height);
      if (pixels > held) {
        // All is given back first: whoever waits holds nothing, so nobody waits for each other.
        close();
        free.acquireUninterruptibly(pixels);
        held = pixels;
      }
    }

    @Override
    public void close() {
      free.release(held);
      held = 0;
    }
  }
}

package dev.facet.model.image;

/**
 * Makes photos smaller: each sample is the average of a block of block x block samples, rounded.
 * What reaches over the photo's edge counts as black.
 */
final class Reduction {

  private final byte[] from;
  private final int bands;
  private final int stride;
  private final int block;

  /**
   * A reduction.
   *
   * @param from interleaved samples
   * @param bands samples of a pixel
   * @param stride pixels of a row
   * @param block side of a block, in pixels
   */
  private Reduction(byte[] from, int bands, int stride, int block) {
    this.from = from;
    this.bands = bands;
    this.stride = stride;
    this.block = block;
  }

  /** What a crop needs of a photo, in the blocks that it asks for. */
  static Excerpt of(Pixels photo, Crop crop) {
    int block = crop.block();
    Box blocks = crop.box(photo.width(), photo.height()).blocks(block);
    Box box = blocks.times(block);
    Box inside = box.within(photo.width(), photo.height());
    int first = inside.top() * photo.width() + inside.left();
    byte[] rgb =
        new Reduction(photo.rgb(), 3, photo.width(), block)
            .averages(first, inside.width(), inside.height());
    darkenEdges(rgb, inside, block);
    return new Excerpt(
        new Pixels(blocks.width(), blocks.height(), rgb),
        crop.inBlocks(block, box.left(), box.top()));
  }

  /**
   * Averages of blocks; what is behind the photo's edge does not count.
   *
   * @param samples of the box alone, interleaved
   * @param bands samples of a pixel
   * @param box in pixels of the photo, from a block's corner on
   */
  static byte[] averages(byte[] samples, int bands, Box box, int block) {
    return new Reduction(samples, bands, box.width(), block).averages(0, box.width(), box.height());
  }

  private byte[] averages(int first, int width, int height) {
    int columns = (width + block - 1) / block;
    int rows = (height + block - 1) / block;
    byte[] averages = new byte[bands * columns * rows];
    long[] sums = new long[bands * columns];
    for (int row = 0; row < rows; row++) {
      int top = row * block;
      int bottom = Math.min(height, top + block);
      for (int y = top; y < bottom; y++) {
        add(first + y * stride, width, sums);
      }
      for (int column = 0; column < columns; column++) {
        long count = (long) Math.min(block, width - column * block) * (bottom - top);
        for (int i = bands * column; i < bands * (column + 1); i++) {
          averages[bands * columns * row + i] = (byte) ((sums[i] + count / 2) / count);
          sums[i] = 0;
        }
      }
    }
    return averages;
  }

  /** Adds a row of pixels to the sums of their blocks. */
  private void add(int first, int width, long[] sums) {
    int end = bands * (first + width);
    for (int band = 0; band < bands; band++) {
      int at = band;
      for (int i = bands * first + band; i < end; at += bands) {
        int blockEnd = Math.min(end, i + bands * block);
        int sum = 0;
        for (; i < blockEnd; i += bands) {
          sum += from[i] & 0xff;
        }
        sums[at] += sum;
      }
    }
  }

  /**
   * Mixes averages of blocks at the photo's right and lower edge with the black behind it.
   *
   * @param rgb of the blocks
   * @param box what they show of the photo, in its pixels
   */
  static void darkenEdges(byte[] rgb, Box box, int block) {
    int row = 3 * ((box.width() + block - 1) / block);
    int across = box.width() % block;
    for (int i = row - 3; across > 0 && i < rgb.length; i += row) {
      darken(rgb, i, i + 3, across, block);
    }
    int down = box.height() % block;
    if (down > 0) {
      darken(rgb, rgb.length - row, rgb.length, down, block);
    }
  }

  private static void darken(byte[] rgb, int from, int to, int part, int whole) {
    for (int i = from; i < to; i++) {
      rgb[i] = (byte) (((rgb[i] & 0xff) * part + whole / 2) / whole);
    }
  }
}

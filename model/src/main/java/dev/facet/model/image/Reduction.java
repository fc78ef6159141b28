package dev.facet.model.image;

/**
 * The part of a photo that a crop shows, made smaller: each pixel is the average of a block of
 * block x block pixels of the photo, rounded; outside the photo all is black.
 *
 * @param pixels the averages
 * @param block side of a block in pixels of the photo
 * @param left first column of the part in the photo, a multiple of the block
 * @param top first row of the part in the photo, a multiple of the block
 */
record Reduction(Pixels pixels, int block, int left, int top) {

  /** The reduced part of the photo around a crop of width x height. */
  static Reduction around(
      Pixels photo, int block, SimilarityTransform toPhoto, int width, int height) {
    double centerX = toPhoto.x((width - 1) / 2.0, (height - 1) / 2.0);
    double centerY = toPhoto.y((width - 1) / 2.0, (height - 1) / 2.0);
    double reach = toPhoto.scale() * Math.hypot(width, height) / 2 + block;
    int left = blockAt(centerX - reach, photo.width(), block);
    int top = blockAt(centerY - reach, photo.height(), block);
    int columns = blockAt(centerX + reach, photo.width(), block) - left + 1;
    int rows = blockAt(centerY + reach, photo.height(), block) - top + 1;
    byte[] rgb = new byte[3 * columns * rows];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        average(photo, block, (left + x) * block, (top + y) * block, rgb, 3 * (y * columns + x));
      }
    }
    return new Reduction(new Pixels(columns, rows, rgb), block, left * block, top * block);
  }

  /** The block that holds a coordinate, or the nearest that holds some of the photo. */
  private static int blockAt(double coordinate, int side, int block) {
    return (int) Math.max(0, Math.min(side - 1, coordinate)) / block;
  }

  private static void average(Pixels photo, int block, int left, int top, byte[] rgb, int at) {
    int right = Math.min(photo.width(), left + block);
    int bottom = Math.min(photo.height(), top + block);
    byte[] from = photo.rgb();
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int y = top; y < bottom; y++) {
      int end = 3 * (y * photo.width() + right);
      for (int i = 3 * (y * photo.width() + left); i < end; i += 3) {
        red += from[i] & 0xff;
        green += from[i + 1] & 0xff;
        blue += from[i + 2] & 0xff;
      }
    }
    long count = (long) block * block;
    rgb[at] = (byte) ((red + count / 2) / count);
    rgb[at + 1] = (byte) ((green + count / 2) / count);
    rgb[at + 2] = (byte) ((blue + count / 2) / count);
  }

  /** The transform from the crop to these pixels, made of the one to the photo. */
  SimilarityTransform toReduced(SimilarityTransform toPhoto) {
    double middle = (block - 1) / 2.0;
    return new SimilarityTransform(
        toPhoto.a() / block,
        toPhoto.b() / block,
        (toPhoto.tx() - left - middle) / block,
        (toPhoto.ty() - top - middle) / block);
  }
}

package dev.facet.model.image;

/**
 * A crop of a photo. Pixel centres have integer coordinates.
 *
 * @param toPhoto brings a place of the crop to its place in the photo
 * @param width in pixels
 * @param height in pixels
 */
record Crop(SimilarityTransform toPhoto, int width, int height) {

  /** Bilinear interpolation would skip pixels where it shrinks by more. */
  private static final double MOST_SHRINKING = 2;

  /** Side of the blocks of which averages are taken first: as often twice as is needed. */
  int block() {
    int block = 1;
    while (toPhoto.scale() > MOST_SHRINKING * block && block <= Pixels.MAX_SIDE) {
      block *= 2;
    }
    return block;
  }

  /**
   * What of a photo is needed for it: at least a pixel, be it black.
   *
   * @param photoWidth of the photo, in pixels
   * @param photoHeight of the photo, in pixels
   */
  Box box(int photoWidth, int photoHeight) {
    double right = width - 1;
    double bottom = height - 1;
    double reach = block();
    double acrossX = toPhoto.a() * right;
    double acrossY = toPhoto.b() * right;
    double downX = -toPhoto.b() * bottom;
    double downY = toPhoto.a() * bottom;
    int firstX =
        within(toPhoto.tx() + Math.min(0, acrossX) + Math.min(0, downX) - reach, photoWidth);
    int lastX =
        within(toPhoto.tx() + Math.max(0, acrossX) + Math.max(0, downX) + reach, photoWidth);
    int firstY =
        within(toPhoto.ty() + Math.min(0, acrossY) + Math.min(0, downY) - reach, photoHeight);
    int lastY =
        within(toPhoto.ty() + Math.max(0, acrossY) + Math.max(0, downY) + reach, photoHeight);
    return new Box(firstX, firstY, lastX + 1 - firstX, lastY + 1 - firstY);
  }

  private static int within(double coordinate, int side) {
    return (int) Math.max(0, Math.min(side - 1, Math.floor(coordinate)));
  }

  /** The same crop, in averages of blocks that begin at a place of the photo. */
  Crop inBlocks(int block, int left, int top) {
    double middle = (block - 1) / 2.0;
    return new Crop(
        new SimilarityTransform(
            toPhoto.a() / block,
            toPhoto.b() / block,
            (toPhoto.tx() - left - middle) / block,
            (toPhoto.ty() - top - middle) / block),
        width,
        height);
  }
}

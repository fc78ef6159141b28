package dev.facet.model.image;

/** A rectangle of pixels, which may reach over the edge of an image. */
record Box(int left, int top, int width, int height) {

  /** Rows become columns. */
  Box transposed() {
    return new Box(top, left, height, width);
  }

  /** The same counted from the other edge of an image. */
  Box fromRight(int imageWidth) {
    return new Box(imageWidth - left - width, top, width, height);
  }

  /** The same counted from the other edge of an image. */
  Box fromBottom(int imageHeight) {
    return new Box(left, imageHeight - top - height, width, height);
  }

  /** In blocks: those that hold some of it. */
  Box blocks(int block) {
    int column = Math.floorDiv(left, block);
    int row = Math.floorDiv(top, block);
    return new Box(
        column,
        row,
        Math.floorDiv(left + width - 1, block) + 1 - column,
        Math.floorDiv(top + height - 1, block) + 1 - row);
  }

  /** What of it is in an image. */
  Box within(int imageWidth, int imageHeight) {
    int right = Math.min(left + width, imageWidth);
    int bottom = Math.min(top + height, imageHeight);
    int first = Math.max(0, left);
    int highest = Math.max(0, top);
    return new Box(first, highest, right - first, bottom - highest);
  }

  /** From blocks to pixels. */
  Box times(int block) {
    return new Box(left * block, top * block, width * block, height * block);
  }
}

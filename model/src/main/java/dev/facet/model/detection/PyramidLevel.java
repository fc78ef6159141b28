package dev.facet.model.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * A size in which a photo is searched for faces that are {@value #WINDOW} x {@value #WINDOW} pixels
 * in it. Its sides are even, so that a step of the search fits them: the last column and row may
 * reach over the photo's edge, where all is black.
 *
 * @param scale pixels of the photo for one of the level, above 0
 * @param width in pixels of the level, even, at least {@value #WINDOW}
 * @param height in pixels of the level, even, at least {@value #WINDOW}
 */
record PyramidLevel(double scale, int width, int height) {

  /** Side of what the first network looks at, in pixels. */
  static final int WINDOW = 12;

  /** Pixels from one such window to the next. */
  static final int STRIDE = 2;

  /** Side of a level for one of the level before, as the authors have it: about half the area. */
  private static final double FACTOR = 0.709;

  /**
   * The sizes in which a photo is searched, from the largest.
   *
   * @param width of the photo, in pixels
   * @param height of the photo, in pixels
   * @param leastSize of a face, in pixels of the photo, at least 1
   * @return none where such a face is larger than the photo
   */
  static List<PyramidLevel> of(int width, int height, int leastSize) {
    List<PyramidLevel> levels = new ArrayList<>();
    for (double size = leastSize; size <= Math.min(width, height); size /= FACTOR) {
      double scale = size / WINDOW;
      levels.add(new PyramidLevel(scale, side(width / scale), side(height / scale)));
    }
    return levels;
  }

  private static int side(double length) {
    return STRIDE * (int) Math.ceil(length / STRIDE);
  }

  /** In pixels of the level. */
  long area() {
    return (long) width * height;
  }
}

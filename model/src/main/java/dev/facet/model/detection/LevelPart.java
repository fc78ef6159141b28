package dev.facet.model.detection;

import dev.facet.model.image.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * A rectangle of a level, no larger than a tile. All lengths are in pixels of the level, and even.
 *
 * @param level which it is of
 * @param left its distance from the level's left edge
 * @param top its distance from the level's upper edge
 * @param width at least {@link PyramidLevel#WINDOW}
 * @param height at least {@link PyramidLevel#WINDOW}
 */
record LevelPart(PyramidLevel level, int left, int top, int width, int height) {

  /** What two parts share, so that each window of the level is in one of them. */
  private static final int OVERLAP = PyramidLevel.WINDOW - PyramidLevel.STRIDE;

  /**
   * Cuts a level up: each of its windows is in one part and no more.
   *
   * @param tileWidth the most that a part is wide
   * @param tileHeight the most that a part is high
   */
  static List<LevelPart> of(PyramidLevel level, int tileWidth, int tileHeight) {
    List<LevelPart> parts = new ArrayList<>();
    for (int top = 0; level.height() - top > OVERLAP; top += tileHeight - OVERLAP) {
      int height = Math.min(tileHeight, level.height() - top);
      for (int left = 0; level.width() - left > OVERLAP; left += tileWidth - OVERLAP) {
        parts.add(
            new LevelPart(level, left, top, Math.min(tileWidth, level.width() - left), height));
      }
    }
    return parts;
  }

  /** What it shows of the photo. */
  Window window() {
    return new Window(left * level.scale(), top * level.scale(), level.scale(), width, height);
  }

  /**
   * What the first network looks at, in pixels of the photo.
   *
   * @param x its distance from the part's left edge
   * @param y its distance from the part's upper edge
   */
  FaceBox box(int x, int y) {
    double scale = level.scale();
    return FaceBox.square((left + x) * scale, (top + y) * scale, PyramidLevel.WINDOW * scale);
  }
}

package dev.facet.model.detection;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.BadImageException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In which tiles a photo is looked at: all sizes of it, from that in which the least face is as
 * large as a window, cut up and packed.
 *
 * @param width of the photo, in pixels
 * @param height of the photo, in pixels
 * @param tileWidth in pixels, even, at least {@link PyramidLevel#WINDOW}
 * @param tileHeight in pixels, even, at least {@link PyramidLevel#WINDOW}
 * @param mostTiles at least 1
 */
record PyramidTiling(int width, int height, int tileWidth, int tileHeight, int mostTiles) {

  /** Faces on the photo's longer side, where it is looked at as a whole. */
  private static final int FACES_ACROSS = 40;

  /** Checks the tile. */
  PyramidTiling {
    requireSide("tile width", tileWidth);
    requireSide("tile height", tileHeight);
  }

  private static void requireSide(String name, int side) {
    if (side < PyramidLevel.WINDOW || side % PyramidLevel.STRIDE != 0) {
      throw new IllegalArgumentException(
          "%s: %d (expected: even, at least %d)".formatted(name, side, PyramidLevel.WINDOW));
    }
  }

  /**
   * The tiles in which faces of a size and larger ones are found.
   *
   * @param leastSize in pixels of the photo; 0: a fortieth of the longer side, at least {@link
   *     PyramidLevel#WINDOW}, or what the number of tiles allows
   * @return none where such a face is larger than the photo
   * @throws BadImageException with {@link Reason#TOO_MANY_TILES} if it takes more of them
   */
  List<PackedTile> tiles(int leastSize) throws BadImageException {
    int least = leastSize == 0 ? leastSizeAsAWhole() : leastSize;
    Optional<List<PackedTile>> tiles = within(least);
    if (tiles.isPresent()) {
      return tiles.get();
    }
    int possible = leastPossible(least);
    if (leastSize == 0) {
      return within(possible).orElseThrow();
    }
    throw new BadImageException(
        Reason.TOO_MANY_TILES,
        "min size: %d (expected: 0, or at least %d in a photo of %d x %d pixels)"
            .formatted(leastSize, possible, width, height));
  }

  private int leastSizeAsAWhole() {
    return Math.max(PyramidLevel.WINDOW, Math.max(width, height) / FACES_ACROSS);
  }

  /** The tiles for faces of a size, if they are not too many. */
  private Optional<List<PackedTile>> within(int leastSize) {
    List<PyramidLevel> levels = PyramidLevel.of(width, height, leastSize);
    long area = levels.stream().mapToLong(PyramidLevel::area).sum();
    if (area > (long) mostTiles * tileWidth * tileHeight) {
      return Optional.empty();
    }
    List<LevelPart> parts = new ArrayList<>();
    for (PyramidLevel level : levels) {
      parts.addAll(LevelPart.of(level, tileWidth, tileHeight));
    }
    return Optional.of(TilePacking.pack(parts, tileWidth, tileHeight))
        .filter(tiles -> tiles.size() <= mostTiles);
  }

  /** By halves: a size that is possible, while the one below it is not. */
  private int leastPossible(int tooSmall) {
    int below = tooSmall;
    // A face that is larger than the photo takes no tiles.
    int possible = Math.max(tooSmall, Math.min(width, height)) + 1;
    while (possible - below > 1) {
      int middle = (below + possible) >>> 1;
      if (within(middle).isPresent()) {
        possible = middle;
      } else {
        below = middle;
      }
    }
    return possible;
  }
}

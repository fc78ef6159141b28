package dev.facet.model.detection;

/**
 * How a photo is searched.
 *
 * @param leastScore lowest score of a face, 0 to 1
 * @param leastSize least length of the shorter side of a face's box, in pixels of the photo, 0 or
 *     more; 0: whatever is found when the photo is looked at as a whole
 * @param mostTiles most parts in which the photo is looked at, at least 1
 */
public record SearchOptions(double leastScore, int leastSize, int mostTiles) {

  /** As the photo is looked at where nothing is said: at once, and from a score of 0.5 on. */
  public static final SearchOptions DEFAULT = new SearchOptions(0.5, 0, 64);

  /** Checks the ranges. */
  public SearchOptions {
    if (!(leastScore >= 0 && leastScore <= 1)) {
      throw new IllegalArgumentException("least score: " + leastScore + " (expected: 0 to 1)");
    }
    if (leastSize < 0) {
      throw new IllegalArgumentException("least size: " + leastSize + " (expected: 0 or more)");
    }
    if (mostTiles < 1) {
      throw new IllegalArgumentException("most tiles: " + mostTiles + " (expected: 1 or more)");
    }
  }
}

package dev.facet.model.detection;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.BadImageException.Reason;
import dev.facet.model.image.Pixels;
import dev.facet.model.image.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows through which a detector of one input size looks at a photo: at first the whole of
 * it, then, until the smallest faces that are wanted are large enough, twice as closely each time,
 * in tiles that overlap; as closely as the photo's own pixels allow at most, so that no face of
 * fewer than {@value #SMALLEST_FACE} / {@value Window#MOST_ENLARGED} pixels is looked for. All are
 * of one size, so that those of many photos share batches.
 */
final class TilePlan {

  /** Least side of a face in a window: that of RetinaFace's smallest anchors. */
  static final int SMALLEST_FACE = 16;

  /**
   * What two tiles both see, in pixels of a window. Faces of more than half as much were large
   * enough for the level before.
   */
  static final int OVERLAP = 96;

  private TilePlan() {}

  /**
   * One window.
   *
   * @param window what it sees
   * @param whole whether that is the whole photo
   */
  record Tile(Window window, boolean whole) {

    /**
     * Whether a box, in pixels of the window, is all inside, or reaches out where the photo ends
     * too. One that does not may be cut: a tile beside it, or a level before, sees it whole.
     */
    boolean holds(FaceBox box, Pixels photo) {
      return whole
          || ((box.left() >= 0 || window.left() <= 0)
              && (box.top() >= 0 || window.top() <= 0)
              && (box.right() <= window.width() - 1
                  || window.photoX(window.width()) >= photo.width() - 1)
              && (box.bottom() <= window.height() - 1
                  || window.photoY(window.height()) >= photo.height() - 1));
    }
  }

  /**
   * Plans.
   *
   * @param width of the windows, more than {@link #OVERLAP} where there are several
   * @param height of the windows, likewise
   * @throws BadImageException with {@link Reason#TOO_MANY_TILES} where the smallest faces would
   *     take more tiles than are allowed
   */
  static List<Tile> of(Pixels photo, int width, int height, SearchOptions options)
      throws BadImageException {
    Window whole = Window.whole(photo, width, height);
    List<Tile> tiles = new ArrayList<>();
    tiles.add(new Tile(whole, true));
    double scale = whole.scale();
    while (options.leastSize() > 0
        && options.leastSize() < SMALLEST_FACE * scale
        && scale > 1.0 / Window.MOST_ENLARGED) {
      double closer = Math.max(scale / 2, 1.0 / Window.MOST_ENLARGED);
      List<Double> lefts = places(photo.width(), width, closer);
      List<Double> tops = places(photo.height(), height, closer);
      if (tiles.size() + (long) lefts.size() * tops.size() > options.mostTiles()) {
        throw new BadImageException(
            Reason.TOO_MANY_TILES,
            "min size: %d (expected: 0, or at least %d in a photo of %d x %d pixels)"
                .formatted(
                    options.leastSize(),
                    (int) Math.ceil(SMALLEST_FACE * scale),
                    photo.width(),
                    photo.height()));
      }
      scale = closer;
      for (double top : tops) {
        for (double left : lefts) {
          tiles.add(new Tile(new Window(left, top, scale, width, height), false));
        }
      }
    }
    return tiles;
  }

  /** Where tiles begin along one side of a photo, in its pixels, at even distances. */
  private static List<Double> places(int photoSide, int windowSide, double scale) {
    double seen = windowSide * scale;
    double step = (windowSide - OVERLAP) * scale;
    if (seen < photoSide && step <= 0) {
      throw new IllegalArgumentException(
          "window: %d pixels (expected: more than %d)".formatted(windowSide, OVERLAP));
    }
    int gaps = seen >= photoSide ? 0 : (int) Math.ceil((photoSide - seen) / step);
    List<Double> places = new ArrayList<>();
    for (int i = 0; i <= gaps; i++) {
      places.add(gaps == 0 ? 0 : i * (photoSide - seen) / gaps);
    }
    return places;
  }
}

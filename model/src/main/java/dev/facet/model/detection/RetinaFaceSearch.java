package dev.facet.model.detection;

import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.detection.RetinaFaceDecoder.Level;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Pixels;
import dev.facet.model.image.Point;
import dev.facet.model.image.Window;
import java.util.ArrayList;
import java.util.List;

/** Searches a photo by RetinaFace, through the windows of a {@link TilePlan}. */
final class RetinaFaceSearch implements FaceSearch {

  /** Intersection over union of two faces' boxes, as in InsightFace. */
  private static final double MOST_OVERLAP = 0.4;

  /** Intersection over union of boxes that show the same face as closely. */
  private static final double LEAST_AGREEMENT = 0.6;

  /** Windows that are made at a time: each takes megabytes. */
  private static final int AT_ONCE = 4;

  private final Input input;
  private final Pixels photo;
  private final SearchOptions options;
  private final List<TilePlan.Tile> tiles;
  private final List<FaceCandidate> candidates = new ArrayList<>();
  private int done;

  /**
   * Begins.
   *
   * @param input what the network takes
   * @throws BadImageException if the photo would have to be looked at in too many parts
   */
  RetinaFaceSearch(Input input, Pixels photo, SearchOptions options) throws BadImageException {
    this.input = input;
    this.photo = photo;
    this.options = options;
    this.tiles = TilePlan.of(photo, input.width(), input.height(), options);
  }

  @Override
  public boolean isDone() {
    return done == tiles.size();
  }

  @Override
  public int network() {
    return 0;
  }

  @Override
  public List<float[]> inputs() {
    return next().stream().map(tile -> tile.window().tensor(photo, input)).toList();
  }

  private List<TilePlan.Tile> next() {
    return tiles.subList(done, Math.min(tiles.size(), done + AT_ONCE));
  }

  @Override
  public void take(List<float[]> outputs) {
    List<TilePlan.Tile> shown = next();
    for (int i = 0; i < shown.size(); i++) {
      TilePlan.Tile tile = shown.get(i);
      for (FaceCandidate found : decode(outputs.get(i))) {
        if (tile.holds(found.box(), photo)) {
          candidates.add(inPhoto(found, tile.window()));
        }
      }
    }
    done += shown.size();
  }

  private List<FaceCandidate> decode(float[] outputs) {
    List<Level> levels = RetinaFaceDecoder.levels(outputs, input.width(), input.height());
    return RetinaFaceDecoder.decode(levels, input.width(), input.height(), options.leastScore());
  }

  private static FaceCandidate inPhoto(FaceCandidate found, Window window) {
    FaceBox box = found.box();
    // A box's last column is as wide in the photo as its others.
    double rest = (window.scale() - 1) / 2;
    return new FaceCandidate(
        new FaceBox(
            (float) (window.photoX(box.left()) - rest),
            (float) (window.photoY(box.top()) - rest),
            (float) (window.photoX(box.right()) + rest),
            (float) (window.photoY(box.bottom()) + rest)),
        found.score(),
        found.points().stream()
            .map(
                point ->
                    new Point((float) window.photoX(point.x()), (float) window.photoY(point.y())))
            .toList());
  }

  @Override
  public List<FaceCandidate> faces() {
    BoxVoting voting = new BoxVoting(candidates, LEAST_AGREEMENT);
    return NonMaximumSuppression.apply(candidates, MOST_OVERLAP).stream()
        .map(voting::mean)
        .filter(face -> face.box().shorterSide() >= options.leastSize())
        .toList();
  }
}

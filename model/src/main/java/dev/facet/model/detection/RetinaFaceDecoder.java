package dev.facet.model.detection;

import dev.facet.model.image.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns the outputs of a RetinaFace (Deng et al. 2020) of InsightFace's layout into faces. For each
 * level of anchors there are three tensors: scores, 2 A x H x W, of which the first A channels are
 * those of no face; boxes, 4 A x H x W; and landmarks, 10 A x H x W.
 *
 * <p>An anchor of size s at (x, y) with the deltas (dx, dy, dw, dh) is a box around {@code (x + s
 * dx, y + s dy)} of {@code s exp(dw)} by {@code s exp(dh)}, and a landmark (dx, dy) of it is at
 * {@code (x + s dx, y + s dy)}.
 */
public final class RetinaFaceDecoder {

  private static final int BOX_VALUES = 4;
  private static final int POINTS = 5;

  /** A box of e^10 times its anchor is larger than any image: more is no number but a mistake. */
  private static final double MOST_GROWTH = 10;

  private RetinaFaceDecoder() {}

  /**
   * The outputs of a level.
   *
   * @param level its anchors
   * @param scores 2 A x H x W
   * @param boxes 4 A x H x W
   * @param landmarks 10 A x H x W
   */
  @SuppressWarnings("ArrayRecordComponent") // as they come from the engine, not compared
  public record Level(AnchorLevel level, float[] scores, float[] boxes, float[] landmarks) {}

  /**
   * The outputs of InsightFace's levels.
   *
   * @param outputs scores, boxes and landmarks of each level, one after the other
   * @param width of the image, in pixels; a multiple of every stride
   * @param height of the image, in pixels; a multiple of every stride
   * @throws IllegalArgumentException if they are not as many as they should be
   */
  static List<Level> levels(float[] outputs, int width, int height) {
    List<Level> levels = new ArrayList<>();
    int at = 0;
    for (AnchorLevel level : AnchorLevel.RETINA_FACE) {
      int each = level.sizes().size() * level.places(width) * level.places(height);
      int boxes = at + 2 * each;
      int landmarks = boxes + BOX_VALUES * each;
      int end = landmarks + 2 * POINTS * each;
      levels.add(
          new Level(
              level,
              Arrays.copyOfRange(outputs, at, boxes),
              Arrays.copyOfRange(outputs, boxes, landmarks),
              Arrays.copyOfRange(outputs, landmarks, end)));
      at = end;
    }
    requireSize("outputs", outputs, at);
    return levels;
  }

  /**
   * Decodes the outputs for one image.
   *
   * @param width of the image, in pixels; a multiple of every stride
   * @param height of the image, in pixels; a multiple of every stride
   * @param leastScore the lowest score of a face
   * @return the faces of all levels, of which many are the same
   * @throws IllegalArgumentException if a tensor is not of its size
   */
  public static List<FaceCandidate> decode(
      List<Level> levels, int width, int height, double leastScore) {
    List<FaceCandidate> candidates = new ArrayList<>();
    for (Level level : levels) {
      int columns = level.level().places(width);
      int plane = columns * level.level().places(height);
      int anchors = level.level().sizes().size();
      requireSize("scores", level.scores(), 2 * anchors * plane);
      requireSize("boxes", level.boxes(), BOX_VALUES * anchors * plane);
      requireSize("landmarks", level.landmarks(), 2 * POINTS * anchors * plane);
      for (int anchor = 0; anchor < anchors; anchor++) {
        int scores = (anchors + anchor) * plane;
        for (int place = 0; place < plane; place++) {
          if (level.scores()[scores + place] >= leastScore) {
            candidates.add(candidate(level, anchor, place, columns, plane));
          }
        }
      }
    }
    return candidates;
  }

  private static void requireSize(String what, float[] tensor, int size) {
    if (tensor.length != size) {
      throw new IllegalArgumentException(
          what + ": " + tensor.length + " values (expected: " + size + ")");
    }
  }

  private static FaceCandidate candidate(
      Level level, int anchor, int place, int columns, int plane) {
    AnchorLevel anchors = level.level();
    double size = anchors.sizes().get(anchor);
    double x = anchors.middle(place % columns);
    double y = anchors.middle(place / columns);
    int box = BOX_VALUES * anchor * plane + place;
    float[] boxes = level.boxes();
    List<Point> points = new ArrayList<>();
    for (int point = 0; point < POINTS; point++) {
      int at = 2 * (POINTS * anchor + point) * plane + place;
      points.add(
          new Point(
              (float) (x + size * level.landmarks()[at]),
              (float) (y + size * level.landmarks()[at + plane])));
    }
    return new FaceCandidate(
        FaceBox.around(
            x + size * boxes[box],
            y + size * boxes[box + plane],
            size * growth(boxes[box + 2 * plane]),
            size * growth(boxes[box + 3 * plane])),
        level.scores()[(anchors.sizes().size() + anchor) * plane + place],
        points);
  }

  private static double growth(float delta) {
    return Math.exp(Math.min(delta, MOST_GROWTH));
  }
}

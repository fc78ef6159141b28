package dev.facet.model.detection;

import dev.facet.model.image.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What MTCNN's second and third network give for a square of a photo, one after the other: two
 * scores, the first that of no face; how the left, upper, right and lower edges should be moved;
 * and, from the third alone, landmarks: five x and then five y, in parts of the square's side from
 * its left and upper edge.
 *
 * @param square what the network saw, in pixels of the photo
 * @param outputs 6 values, or 16 with landmarks
 */
@SuppressWarnings("ArrayRecordComponent") // as they come from the engine, not compared
record CropOutputs(FaceBox square, float[] outputs) {

  private static final int POINTS = 5;
  private static final int LANDMARKS = 6;

  /** From the edge of a box to the middle of its first pixel. */
  private static final double EDGE = 0.5;

  /** Of the second network. */
  static CropOutputs ofSecond(FaceBox square, float[] outputs) {
    return ofSize(square, outputs, LANDMARKS);
  }

  /** Of the third network. */
  static CropOutputs ofThird(FaceBox square, float[] outputs) {
    return ofSize(square, outputs, LANDMARKS + 2 * POINTS);
  }

  private static CropOutputs ofSize(FaceBox square, float[] outputs, int size) {
    if (outputs.length != size) {
      throw new IllegalArgumentException(
          "crop: %d values (expected: %d)".formatted(outputs.length, size));
    }
    return new CropOutputs(square, outputs);
  }

  /** The square with its score and the moves of its edges. */
  Proposal proposal() {
    return new Proposal(square, outputs[1], outputs[2], outputs[3], outputs[4], outputs[5]);
  }

  /** The face of the third network; none if its box is none. */
  Optional<FaceCandidate> face() {
    return proposal().moved().map(box -> new FaceCandidate(box, outputs[1], points()));
  }

  private List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int point = LANDMARKS; point < LANDMARKS + POINTS; point++) {
      double x = square.left() - EDGE + (double) outputs[point] * square.width();
      double y = square.top() - EDGE + (double) outputs[point + POINTS] * square.height();
      points.add(new Point((float) x, (float) y));
    }
    return points;
  }
}

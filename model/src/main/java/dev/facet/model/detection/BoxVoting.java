package dev.facet.model.detection;

import dev.facet.model.image.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a face of all that a detector took for it (box voting, Gidaris and Komodakis 2015): of the
 * many candidates around a face the one of the highest score is no better placed than the others,
 * and their mean is placed better than each.
 */
final class BoxVoting {

  private final List<FaceCandidate> candidates;
  private final double leastOverlap;

  /**
   * A vote.
   *
   * @param candidates all that were found
   * @param leastOverlap intersection over union from which on a candidate has a voice, 0 to 1
   */
  BoxVoting(List<FaceCandidate> candidates, double leastOverlap) {
    this.candidates = candidates;
    this.leastOverlap = leastOverlap;
  }

  /**
   * The mean of the candidates whose boxes overlap that of a face, weighted by their scores.
   *
   * @param face one of the candidates
   * @return with the mean box and the mean points, and the face's own score; a face of score 0,
   *     whose voters have no weight, as it is
   */
  FaceCandidate mean(FaceCandidate face) {
    double weights = 0;
    double[] corners = new double[4];
    double[] places = new double[2 * face.points().size()];
    for (FaceCandidate voter : candidates) {
      FaceBox box = voter.box();
      if (box.intersectionOverUnion(face.box()) >= leastOverlap) {
        weights += voter.score();
        add(corners, voter.score(), box.left(), box.top(), box.right(), box.bottom());
        for (int i = 0; i < voter.points().size(); i++) {
          places[2 * i] += voter.score() * voter.points().get(i).x();
          places[2 * i + 1] += voter.score() * voter.points().get(i).y();
        }
      }
    }
    if (weights == 0) {
      return face;
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < places.length; i += 2) {
      points.add(new Point((float) (places[i] / weights), (float) (places[i + 1] / weights)));
    }
    return new FaceCandidate(
        new FaceBox(
            (float) (corners[0] / weights),
            (float) (corners[1] / weights),
            (float) (corners[2] / weights),
            (float) (corners[3] / weights)),
        face.score(),
        points);
  }

  private static void add(double[] sums, double weight, float... values) {
    for (int i = 0; i < values.length; i++) {
      sums[i] += weight * values[i];
    }
  }
}

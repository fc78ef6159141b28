package dev.facet.model.detection;

import dev.facet.model.image.Point;
import java.util.List;

/**
 * What a detector takes for a face.
 *
 * @param box around the face
 * @param score how sure the detector is, 0 to 1
 * @param points left eye, right eye, nose, left and right mouth corner, left as seen in the picture
 */
public record FaceCandidate(FaceBox box, float score, List<Point> points) {

  /** Copies the points. */
  public FaceCandidate {
    points = List.copyOf(points);
  }
}

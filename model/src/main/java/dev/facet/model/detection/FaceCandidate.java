package dev.facet.model.detection;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Point;
import java.util.List;

/**
 * What a detector takes for a face.
 *
 * @param box around the face
 * @param score how sure the detector is, 0 to 1
 * @param points left eye, right eye, nose, left and right mouth corner, left as seen in the picture
 */
public record FaceCandidate(FaceBox box, float score, List<Point> points) implements ScoredBox {

  /** Copies the points. */
  public FaceCandidate {
    points = List.copyOf(points);
  }

  /**
   * The points as landmarks, by which the face is aligned.
   *
   * @throws BadImageException where they are no five places of a face; see {@link Landmarks}
   */
  public Landmarks landmarks() throws BadImageException {
    return new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
  }
}

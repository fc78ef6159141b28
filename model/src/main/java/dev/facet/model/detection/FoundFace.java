package dev.facet.model.detection;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Pixels;
import java.util.Optional;

/**
 * A face of a photo.
 *
 * @param box where it is, in pixels of the photo
 * @param score how sure the detector is, 0 to 1
 * @param landmarks its five points, in pixels of the photo
 * @param quality what speaks for or against recognising it
 */
public record FoundFace(FaceBox box, float score, Landmarks landmarks, FaceQuality quality) {

  /** Measures what a detector takes for a face; empty where its points are no face's. */
  public static Optional<FoundFace> of(FaceCandidate face, Pixels photo) {
    try {
      Landmarks landmarks = face.landmarks();
      FaceQuality quality = FaceQuality.of(photo, landmarks);
      return Optional.of(new FoundFace(face.box(), face.score(), landmarks, quality));
    } catch (BadImageException noFace) {
      return Optional.empty();
    }
  }
}

package dev.facet.cli.people;

import dev.facet.client.Detections;
import dev.facet.client.ModelRef;
import java.util.List;
import java.util.Optional;

/**
 * What was found in a photo, and whose faces these are. Immutable.
 *
 * @param faces the faces that were wanted, by falling score
 * @param found how many faces of enough score and size there are, those not wanted too
 * @param imageWidth width of the photo as displayed, in pixels
 * @param imageHeight height of the photo as displayed, in pixels
 * @param detector the detector that found them
 */
public record NamedFaces(
    List<NamedFace> faces, int found, int imageWidth, int imageHeight, ModelRef detector) {
  /** Copies the faces. */
  public NamedFaces {
    faces = List.copyOf(faces);
  }

  /** Faces of whom nobody is known. */
  public static NamedFaces nameless(Detections photo) {
    return new NamedFaces(
        photo.faces().stream().map(face -> new NamedFace(face, Optional.empty())).toList(),
        photo.found(),
        photo.imageWidth(),
        photo.imageHeight(),
        photo.detector());
  }
}

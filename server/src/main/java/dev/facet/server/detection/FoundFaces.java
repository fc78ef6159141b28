package dev.facet.server.detection;

import dev.facet.model.detection.FoundFace;
import java.util.List;

/**
 * What was found in a photo.
 *
 * @param faces those that were wanted, by falling score
 * @param found how many there are, those not wanted too
 * @param width of the photo, in pixels
 * @param height of the photo, in pixels
 */
public record FoundFaces(List<FoundFace> faces, int found, int width, int height) {

  /** Copies the list. */
  public FoundFaces {
    faces = List.copyOf(faces);
  }
}

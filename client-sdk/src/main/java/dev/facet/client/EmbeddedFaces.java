package dev.facet.client;

import java.util.List;

/**
 * The faces of a photo, embedded. Immutable.
 *
 * @param faces the faces that were wanted, by falling score; none is an ordinary answer. The server
 *     bounds their number ({@code limits.max-faces}, 128 unless changed)
 * @param found how many faces of enough score and size there are, those not wanted too
 * @param imageWidth width of the photo as displayed, in pixels
 * @param imageHeight height of the photo as displayed, in pixels
 * @param detector the detector that found them
 * @param model the model that embedded them
 */
public record EmbeddedFaces(
    List<EmbeddedFace> faces,
    int found,
    int imageWidth,
    int imageHeight,
    ModelRef detector,
    ModelRef model) {
  /** Copies the faces. */
  public EmbeddedFaces {
    faces = List.copyOf(faces);
  }
}

package dev.facet.client;

import java.util.List;

/**
 * What was found in a photo. Immutable.
 *
 * @param faces the faces that were wanted, by falling score; none is an ordinary answer
 * @param found how many faces of enough score and size there are, those not wanted too
 * @param imageWidth width of the photo as displayed, in pixels
 * @param imageHeight height of the photo as displayed, in pixels
 * @param detector the detector that found them
 */
public record Detections(
    List<DetectedFace> faces, int found, int imageWidth, int imageHeight, ModelRef detector) {
  /** Copies the faces. */
  public Detections {
    faces = List.copyOf(faces);
  }
}

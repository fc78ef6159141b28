package dev.facet.cli.face;

import dev.facet.client.DetectOptions;
import dev.facet.model.image.Landmarks;

/** Where the face of a photo is. */
public sealed interface FacePlace {

  /** All over: the image is a crop of the face. */
  record Whole() implements FacePlace {}

  /**
   * Where it was found before.
   *
   * @param landmarks its five points
   */
  record Known(Landmarks landmarks) implements FacePlace {}

  /**
   * Not known: a detector is to find it, or several.
   *
   * @param wanted which faces
   */
  record Sought(DetectOptions wanted) implements FacePlace {}
}

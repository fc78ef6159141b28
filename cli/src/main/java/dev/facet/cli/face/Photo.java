package dev.facet.cli.face;

import java.nio.file.Path;

/**
 * An image file with a face.
 *
 * @param file where it is
 * @param place where in it the face is
 */
public record Photo(Path file, FacePlace place) {

  /** One that is a crop of a face. */
  public static Photo ofCrop(Path file) {
    return new Photo(file, new FacePlace.Whole());
  }

  /** What messages call it: the path as the user gave it. */
  public String name() {
    return file.toString();
  }
}

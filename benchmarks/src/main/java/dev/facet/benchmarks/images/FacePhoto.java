package dev.facet.benchmarks.images;

import dev.facet.model.image.Landmarks;
import org.jspecify.annotations.Nullable;

/** A photo of a face. */
final class FacePhoto {

  private final byte[] file;
  private final @Nullable Landmarks landmarks;

  /**
   * A photo.
   *
   * @param file JPEG
   * @param landmarks the face's five points; null where the photo is a crop of the face
   */
  FacePhoto(byte[] file, @Nullable Landmarks landmarks) {
    this.file = file;
    this.landmarks = landmarks;
  }

  /** The array itself, not a copy. */
  byte[] file() {
    return file;
  }

  @Nullable Landmarks landmarks() {
    return landmarks;
  }
}

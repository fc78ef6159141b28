package dev.facet.cli.face;

import dev.facet.model.image.Landmarks;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image file with one face.
 *
 * @param file where it is
 * @param landmarks the face's five points; null where the image is a face crop
 */
public record Photo(Path file, @Nullable Landmarks landmarks) {

  /** What messages call it: the path as the user gave it. */
  public String name() {
    return file.toString();
  }
}

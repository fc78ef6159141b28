package dev.facet.cli.face;

import dev.facet.client.DetectOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes photos of files: knows where their faces are, or that they are to be found. */
@FunctionalInterface
public interface PhotoSource {

  /** Photos whose faces a detector is to find. */
  static PhotoSource seeking(DetectOptions wanted) {
    return file -> new Photo(file, new FacePlace.Sought(wanted));
  }

  /**
   * A file as a photo.
   *
   * @throws IOException where it should be known where its face is, and is not
   */
  Photo photo(Path file) throws IOException;

  /**
   * Files as photos, in their order.
   *
   * @throws IOException where it should be known where the face of one is, and is not
   */
  default List<Photo> photos(List<Path> files) throws IOException {
    List<Photo> photos = new ArrayList<>(files.size());
    for (Path file : files) {
      photos.add(photo(file));
    }
    return photos;
  }
}

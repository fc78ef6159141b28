package dev.facet.cli.face;

import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.image.Landmarks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The landmarks of photos, by the photos' paths. */
public final class PhotoLandmarks implements PhotoSource {
  private final @Nullable Path source;
  private final Map<String, Landmarks> byName;

  private PhotoLandmarks(@Nullable Path source, Map<String, Landmarks> byName) {
    this.source = source;
    this.byName = byName;
  }

  /** Reads a landmarks file. Without one, all photos are face crops. */
  public static PhotoLandmarks readOrNone(@Nullable Path file) throws IOException {
    return file == null
        ? new PhotoLandmarks(null, Map.of())
        : new PhotoLandmarks(file, LandmarksFile.read(file));
  }

  /**
   * A file as a photo.
   *
   * @throws IOException where there is a landmarks file, and it lacks this one
   */
  @Override
  public Photo photo(Path file) throws IOException {
    Landmarks landmarks = landmarks(file);
    return landmarks == null ? Photo.ofCrop(file) : new Photo(file, new FacePlace.Known(landmarks));
  }

  /** The landmarks of the longest end of the path that the landmarks file names. */
  private @Nullable Landmarks landmarks(Path file) throws IOException {
    if (source == null) {
      return null;
    }
    int names = file.getNameCount();
    for (int first = 0; first < names; first++) {
      String name = file.subpath(first, names).toString().replace('\\', '/');
      Landmarks landmarks = byName.get(name);
      if (landmarks != null) {
        return landmarks;
      }
    }
    throw new IOException(source + ": no landmarks of " + file);
  }
}

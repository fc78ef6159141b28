package dev.facet.trainer.data;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Image files below one directory, with landmarks or without. Thread-safe. */
public final class PhotoFiles implements PhotoSource {

  private final Path root;
  private final List<String> names;
  private final @Nullable Map<String, Landmarks> landmarks;
  private final ImageDecoder decoder;

  /**
   * Photos of a directory. Nothing is read yet.
   *
   * @param root the directory
   * @param names paths below it, with forward slashes
   * @param landmarks five points by path; then a photo without any is a bad one. Null where the
   *     files are crops of faces
   * @param decoder reads the files
   */
  public PhotoFiles(
      Path root,
      List<String> names,
      @Nullable Map<String, Landmarks> landmarks,
      ImageDecoder decoder) {
    this.root = root;
    this.names = List.copyOf(names);
    this.landmarks = landmarks;
    this.decoder = decoder;
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public String name(int index) {
    return names.get(index);
  }

  @Override
  public Photo photo(int index) throws BadPhotoException {
    String name = names.get(index);
    Landmarks points = landmarks == null ? null : landmarks.get(name);
    if (landmarks != null && points == null) {
      throw new BadPhotoException(name, "no landmarks (expected: five points in the list)");
    }
    try {
      return Photo.of(decoder.decode(Files.readAllBytes(root.resolve(name))), points);
    } catch (NoSuchFileException e) {
      throw new BadPhotoException(name, "no such file");
    } catch (IOException | BadImageException e) {
      throw new BadPhotoException(name, e);
    }
  }
}

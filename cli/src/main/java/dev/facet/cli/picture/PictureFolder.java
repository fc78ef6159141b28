package dev.facet.cli.picture;

import dev.facet.cli.face.PhotoFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A directory of pictures that are made of photos: called after these, in the same directories.
 * Neither a photo is ever overwritten nor a picture of the same run. Not thread-safe.
 */
public final class PictureFolder {
  private final Path root;
  private final Set<Path> photos;
  private final boolean overwrite;
  private final Set<Path> taken = new HashSet<>();

  /**
   * A directory, which is made with the first picture where it does not exist.
   *
   * @param photos all photos of the run
   * @param overwrite whether pictures of earlier runs may be overwritten
   */
  public PictureFolder(Path root, List<PhotoFile> photos, boolean overwrite) {
    this.root = root;
    this.photos = photos.stream().map(photo -> absolute(photo.file())).collect(Collectors.toSet());
    this.overwrite = overwrite;
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /**
   * The file of a picture, whose directory is there now.
   *
   * @param ending what comes in place of the ending of the photo's name
   * @throws IOException if there is such a file that must not be overwritten, or the directory
   *     cannot be made
   */
  public Path claim(PhotoFile photo, String ending) throws IOException {
    String name = String.valueOf(photo.relative().getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return claim(root.resolve(photo.relative()).resolveSibling(stem + ending));
  }

  /**
   * A file of the caller's choice, wherever it is; its directory is there now.
   *
   * @throws IOException as {@link #claim(PhotoFile, String)} does
   */
  public Path claim(Path file) throws IOException {
    if (photos.contains(absolute(file))) {
      throw new FileAlreadyExistsException(file.toString(), null, "is one of the photos");
    }
    if (!taken.add(absolute(file))) {
      throw new FileAlreadyExistsException(file.toString(), null, "is another photo's already");
    }
    if (!overwrite && Files.exists(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "exists (expected: none, or --force)");
    }
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return file;
  }
}

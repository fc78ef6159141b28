package dev.facet.cli.face;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A photo that was given by itself, or by a directory that it is in.
 *
 * @param file where it is
 * @param relative its path below the directory that was given; its name where it was itself
 */
public record PhotoFile(Path file, Path relative) {
  private static final List<String> ENDINGS =
      List.of(".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif");

  /**
   * Lists photos.
   *
   * @param given files, whatever they are called, and directories, of which all photos are taken,
   *     those of the directories in them too
   * @return in the order given; those of a directory in the order of their paths
   * @throws IOException if a directory has none or cannot be read
   */
  public static List<PhotoFile> list(List<Path> given) throws IOException {
    List<PhotoFile> photos = new ArrayList<>();
    for (Path each : given) {
      if (Files.isDirectory(each)) {
        photos.addAll(below(each));
      } else {
        photos.add(new PhotoFile(each, name(each)));
      }
    }
    return photos;
  }

  private static List<PhotoFile> below(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<PhotoFile> photos =
          files
              .filter(file -> isPhoto(file) && Files.isRegularFile(file))
              .sorted()
              .map(file -> new PhotoFile(file, directory.relativize(file)))
              .toList();
      if (photos.isEmpty()) {
        throw new IOException(
            directory + ": no photos (expected: files that end in " + ENDINGS + ")");
      }
      return photos;
    }
  }

  private static boolean isPhoto(Path file) {
    String name = name(file).toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
  }

  private static Path name(Path file) {
    Path name = file.getFileName();
    return name == null ? file : name;
  }

  /** What messages call it: the path as the user gave it. */
  public String name() {
    return file.toString();
  }
}

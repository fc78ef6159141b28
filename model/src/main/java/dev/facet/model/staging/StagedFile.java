package dev.facet.model.staging;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A small file that is replaced whole: whoever reads it finds the old content or the new one, also
 * after a crash. A process that is killed leaves at most a hidden file beside it.
 */
public final class StagedFile {

  private StagedFile() {}

  /**
   * Writes the content into a hidden file, syncs it to the disk, and renames it. Deletes what
   * killed writers of this file left; so of two writers at once one may fail.
   *
   * @param directory where the file lies; must be there
   * @param name of the file; one that is not there is made
   */
  public static void replace(Path directory, String name, byte[] content) throws IOException {
    String prefix = "." + name + "-";
    deleteLeftovers(directory, prefix);
    Path staged = directory.resolve(prefix + UUID.randomUUID());
    try {
      Files.write(staged, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Disk.sync(staged);
      Files.move(staged, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      Disk.sync(directory);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  private static void deleteLeftovers(Path directory, String prefix) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, prefix + "*")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }
}

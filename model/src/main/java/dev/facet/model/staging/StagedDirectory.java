package dev.facet.model.staging;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A hidden directory that is filled with files and then takes its real name at once, synced to the
 * disk: whoever reads the real name finds all files or none. A process that is killed leaves at
 * most a hidden directory. Not thread-safe.
 */
public final class StagedDirectory implements Closeable {

  private static final String PREFIX = ".staged-";

  private final Path parent;
  private final Path path;

  private StagedDirectory(Path parent, Path path) {
    this.parent = parent;
    this.path = path;
  }

  /**
   * Makes an empty one.
   *
   * @param parent where it will stand, under a name of one part; made if need be
   */
  public static StagedDirectory in(Path parent) throws IOException {
    Files.createDirectories(parent);
    return new StagedDirectory(
        parent, Files.createDirectory(parent.resolve(PREFIX + UUID.randomUUID())));
  }

  /** Deletes what killed processes left; nobody else may be staging in the directory. */
  public static void deleteLeftovers(Path parent) throws IOException {
    for (Path child : children(parent)) {
      if (String.valueOf(child.getFileName()).startsWith(PREFIX)) {
        delete(child);
      }
    }
  }

  /** The directory to fill, with files only. */
  public Path path() {
    return path;
  }

  /**
   * Syncs it and gives it its real name.
   *
   * @param target a name in the parent
   * @return whether it now has it; if not, something else has it, and nothing was changed
   */
  public boolean moveTo(Path target) throws IOException {
    for (Path file : children(path)) {
      Disk.sync(file);
    }
    Disk.sync(path);
    if (Files.exists(target)) {
      return false;
    }
    try {
      // Fails where somebody was faster: a directory with content is not replaced.
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (Files.exists(target)) {
        return false;
      }
      throw e;
    }
    Disk.sync(parent);
    return true;
  }

  /** Deletes it, unless it has been moved. */
  @Override
  public void close() throws IOException {
    delete(path);
  }

  /** Deletes a directory of files; one that is not there is no error. */
  public static void delete(Path directory) throws IOException {
    for (Path child : children(directory)) {
      Files.delete(child);
    }
    Files.deleteIfExists(directory);
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        stream.forEach(children::add);
      }
    }
    return children;
  }
}

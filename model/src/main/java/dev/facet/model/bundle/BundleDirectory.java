package dev.facet.model.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory of a version, out of which no file of it may lead.
 *
 * @param path the directory
 */
record BundleDirectory(Path path) {

  /**
   * A file that the manifest names.
   *
   * @param key where the manifest names it
   * @throws BadBundleException if it is not there, too large, or a link out of the directory
   */
  Path file(String key, String name) throws BadBundleException {
    Path file = path.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new BadBundleException(path.resolve(ManifestFile.NAME), key, name, "a file in " + path);
    }
    requireInside(file);
    requireSize(file);
    return file;
  }

  /** Refuses a file that would be read for minutes before anything of it is looked at. */
  private static void requireSize(Path file) throws BadBundleException {
    try {
      long size = Files.size(file);
      if (size > Bundle.MAX_FILE_BYTES) {
        throw new BadBundleException(
            file, "size", size, "at most " + Bundle.MAX_FILE_BYTES + " bytes");
      }
    } catch (BadBundleException e) {
      throw e;
    } catch (IOException e) {
      throw new BadBundleException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Refuses a file that lies elsewhere, also through symbolic links. */
  void requireInside(Path file) throws BadBundleException {
    boolean inside;
    try {
      inside = file.toRealPath().startsWith(path.toRealPath());
    } catch (IOException e) {
      throw new BadBundleException(file, "cannot be read: " + e.getMessage(), e);
    }
    if (!inside) {
      throw new BadBundleException(file, "a link out of its directory (expected: a file in it)");
    }
  }
}

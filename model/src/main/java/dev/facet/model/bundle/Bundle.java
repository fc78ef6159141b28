package dev.facet.model.bundle;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;

/**
 * One version of a model on disk: a directory with a manifest and the files of one network or
 * several. Immutable; the files are not to be changed once they are there.
 */
public sealed interface Bundle permits ModelBundle, DetectorBundle {
  /** The name of the file that signs a version; no file of the network can have it. */
  String SIGNATURE = "model.sig";

  /** The largest file of a version, 4 GiB. */
  long MAX_FILE_BYTES = 1L << 32;

  /**
   * Opens a version of any kind, as {@link ModelBundle#open} and {@link DetectorBundle#open} do.
   *
   * @throws BadBundleException if the manifest or a file is not as it should be
   */
  static Bundle open(Path versionDirectory) throws BadBundleException {
    return switch (kind(versionDirectory)) {
      case EMBEDDER -> ModelBundle.open(versionDirectory);
      case DETECTOR -> DetectorBundle.open(versionDirectory);
    };
  }

  /**
   * The kind of a version, as its manifest says.
   *
   * @throws BadBundleException if the manifest cannot be read or names none that there is
   */
  static ModelKind kind(Path versionDirectory) throws BadBundleException {
    try {
      return ModelKind.of(YamlFile.read(versionDirectory.resolve(ManifestFile.NAME)));
    } catch (BadYamlException e) {
      throw new BadBundleException(e);
    }
  }

  /** The version's directory. */
  Path directory();

  /** The manifest, and every file that it names. */
  List<Path> files();

  /** Changes exactly when the weights do, or what is done before them and after them. */
  String digest();

  /** For people. */
  Manifest.About about();

  /**
   * Opens the version once more, and refuses it where it is another now.
   *
   * @throws BadBundleException if the manifest or a file has changed so that the digest is another,
   *     or is not as it should be
   */
  default void requireUnchanged() throws BadBundleException {
    String now = open(directory()).digest();
    if (!now.equals(digest())) {
      throw new BadBundleException(
          directory(), "digest", now, digest() + "; its files have changed since it was opened");
    }
  }
}

package dev.facet.cli.face;

import dev.facet.client.ModelRef;
import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.ManifestFile;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A version of a model on this machine's disk.
 *
 * @param bundle its files
 * @param ref what it is called, after its directories
 */
record LocalModel<B extends Bundle>(B bundle, ModelRef ref) {

  /**
   * Opens a version that embeds by its directory, or the highest version of a model by the model's
   * directory.
   *
   * @throws IOException where there is none, or its files are not as they should be
   */
  static LocalModel<ModelBundle> embedder(Path directory) throws IOException {
    return of(ModelBundle.open(version(directory)));
  }

  /** Opens a version that finds faces, as {@link #embedder} does. */
  static LocalModel<DetectorBundle> detector(Path directory) throws IOException {
    return of(DetectorBundle.open(version(directory)));
  }

  private static <B extends Bundle> LocalModel<B> of(B bundle) {
    return new LocalModel<>(bundle, ref(bundle.directory(), bundle.digest()));
  }

  private static Path version(Path directory) throws IOException {
    Path given = directory.toRealPath();
    return Files.exists(given.resolve(ManifestFile.NAME)) ? given : highestVersion(given);
  }

  private static Path highestVersion(Path model) throws IOException {
    Path root = model.getParent();
    List<Long> versions =
        root == null ? List.of() : new ModelRepository(root).versions(name(model));
    if (versions.isEmpty()) {
      throw new IOException(
          "%s: no %s (expected: the directory of a model or of a version)"
              .formatted(model, ManifestFile.NAME));
    }
    return model.resolve(Long.toString(versions.get(versions.size() - 1)));
  }

  /** The names in a repository; elsewhere the directory's own, and version 0. */
  private static ModelRef ref(Path version, String digest) {
    Path model = version.getParent();
    if (model != null && name(version).matches("[1-9][0-9]{0,17}")) {
      return new ModelRef(name(model), Long.parseLong(name(version)), digest);
    }
    return new ModelRef(name(version), 0, digest);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}

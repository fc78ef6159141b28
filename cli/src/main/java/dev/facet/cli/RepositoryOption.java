package dev.facet.cli;

import dev.facet.model.bundle.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model repository a command works on. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RepositoryOption {
  @Option(
      names = "--models",
      paramLabel = "REPOSITORY",
      defaultValue = "models",
      description = "Directory of the model repository. Default: models.")
  private Path directory;

  /** The repository, which need not exist yet. */
  ModelRepository repository() {
    return new ModelRepository(directory);
  }

  /**
   * The repository, which must exist.
   *
   * @throws IOException where it does not
   */
  ModelRepository existing() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    return repository();
  }
}

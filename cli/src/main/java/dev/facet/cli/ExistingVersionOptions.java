package dev.facet.cli;

import dev.facet.model.bundle.ModelRepository;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which version of a model in a repository a command works on. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ExistingVersionOptions {
  @Option(names = "--version", paramLabel = "N", description = "Default: the highest version.")
  private @Nullable Long version;

  @Mixin private RepositoryOption repository;

  /**
   * The repository.
   *
   * @throws IOException where it does not exist
   */
  ModelRepository existing() throws IOException {
    return repository.existing();
  }

  /**
   * The version that is wanted of a model; its highest where none was named.
   *
   * @throws IOException where the model has none
   */
  long versionOf(String name) throws IOException {
    if (version != null) {
      return version;
    }
    List<Long> versions = existing().versions(name);
    if (versions.isEmpty()) {
      throw new IOException(existing().root() + ": no model " + name + " with a version");
    }
    return versions.get(versions.size() - 1);
  }
}

package dev.facet.benchmarks;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a benchmark serves that swaps nothing, and the chance of its load. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RepositoryOptions {

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "models",
      description = "The repository that is served. Default: ${DEFAULT-VALUE}.")
  private Path models;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of times and images. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** The repository. */
  Path models() {
    return models;
  }

  /** The seed. */
  long seed() {
    return seed;
  }
}

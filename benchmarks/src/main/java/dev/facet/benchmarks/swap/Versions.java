package dev.facet.benchmarks.swap;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The two versions, in a repository of their own.
 *
 * @param first version 1
 * @param second version 2
 */
public record Versions(ModelBundle first, ModelBundle second) {

  /** Name of the model of which they are versions. */
  public static final String MODEL = "swapped";

  /**
   * Makes the repository.
   *
   * @param model directory of version 1
   * @param other directory of version 2; by default the first with other weights
   * @param seed of these weights
   */
  public static Versions publish(Path repository, Path model, Optional<Path> other, long seed)
      throws IOException {
    ModelBundle source = ModelBundle.open(model);
    ModelBundle first = publish(repository, 1, source, source.params());
    if (other.isPresent()) {
      ModelBundle second = ModelBundle.open(other.get());
      return new Versions(first, publish(repository, 2, second, second.params()));
    }
    Path noisy = Files.createTempFile(repository, ".noisy-", ".params");
    try {
      NoisyWeights.write(source, seed, noisy);
      return new Versions(first, publish(repository, 2, source, noisy));
    } finally {
      Files.delete(noisy);
    }
  }

  private static ModelBundle publish(Path repository, long version, ModelBundle source, Path params)
      throws IOException {
    return new ModelRepository(repository)
        .publish(MODEL, OptionalLong.of(version), source.manifest(), source.symbol(), params);
  }
}

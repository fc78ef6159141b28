package dev.facet.trainer.config;

import dev.facet.model.bundle.ModelRepository;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a bundle goes: a repository, and, if wanted, a server that makes the version live.
 *
 * @param name of the model, as {@link ModelRepository} takes it
 * @param models directory of the repository
 * @param license of the weights; empty: what the bundle says
 * @param server {@code host:port}, which must serve the same repository; empty: none is asked
 * @param ifBetterThanLive whether a bundle is refused that is not more accurate than the live
 *     version: the server's, or without one that which the repository makes live
 */
public record PublishConfig(
    String name, Path models, String license, Optional<String> server, boolean ifBetterThanLive) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if no model can be called so
   */
  public PublishConfig {
    ModelRepository.requireName(name);
  }
}

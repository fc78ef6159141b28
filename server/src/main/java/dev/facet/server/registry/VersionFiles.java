package dev.facet.server.registry;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.signing.BadSignatureException;
import dev.facet.model.signing.SignedCopy;
import dev.facet.model.signing.TrustedKeys;
import dev.facet.server.config.BadConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of versions, to be loaded: as they lie in the repository, or, where signatures are
 * asked for, as they were signed. The trusted keys are read anew for each version.
 */
final class VersionFiles {

  private static final String KEY = "models.trusted-keys";

  private final ModelRepository repository;
  private final Optional<Path> trustedKeys;

  /**
   * The files of a repository.
   *
   * @param trustedKeys file of the keys by one of which a version must be signed; empty: it need
   *     not be
   * @throws BadConfigException if there are no such keys in it
   */
  VersionFiles(ModelRepository repository, String trustedKeys) {
    this.repository = repository;
    this.trustedKeys = Optional.of(trustedKeys).filter(file -> !file.isEmpty()).map(Path::of);
    try {
      if (this.trustedKeys.isPresent()) {
        TrustedKeys.read(this.trustedKeys.get());
      }
    } catch (BadSignatureException e) {
      throw new BadConfigException(KEY + ": " + e.getMessage(), e);
    }
  }

  /**
   * A version that may be read until it is closed.
   *
   * @param bundle the version
   * @param copy is closed with it
   */
  record Opened(Bundle bundle, Optional<SignedCopy> copy) implements AutoCloseable {
    @Override
    public void close() {
      copy.ifPresent(SignedCopy::close);
    }
  }

  /**
   * Opens a version.
   *
   * @throws BadSignatureException if it is not signed as it must be; nothing of it was read but its
   *     signature and the bytes of its files
   * @throws IOException if it cannot be read or is not as it should be
   */
  Opened open(String model, long version) throws IOException {
    if (trustedKeys.isEmpty()) {
      return new Opened(repository.openAny(model, version), Optional.empty());
    }
    SignedCopy copy =
        SignedCopy.of(repository, model, version, TrustedKeys.read(trustedKeys.get()));
    try {
      return new Opened(copy.open(), Optional.of(copy));
    } catch (IOException | RuntimeException | Error e) {
      copy.close();
      throw e;
    }
  }
}

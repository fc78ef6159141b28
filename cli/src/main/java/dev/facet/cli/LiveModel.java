package dev.facet.cli;

import dev.facet.client.FacetClient;
import dev.facet.client.FacetException;
import dev.facet.client.ModelRef;
import dev.facet.client.ModelVersion;
import dev.facet.client.ModelVersion.State;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which version of a model is live: a server's, or, without a server, the one that a server of the
 * repository makes live when it starts.
 *
 * @param name name of the model
 * @param repository where its versions are
 * @param server {@code host:port}, or null
 * @param security how to talk to that server
 */
record LiveModel(
    String name, ModelRepository repository, @Nullable String server, SecurityOptions security) {
  /**
   * The version that a server of a repository makes live when it starts; empty where it makes none:
   * what was live last, else the highest. (One that watches the repository goes to the highest
   * then, unless {@code serving.yaml} says that the version is fixed.)
   *
   * @throws IOException where the repository cannot be read
   */
  static OptionalLong number(ModelRepository repository, String name) throws IOException {
    Serving serving = repository.serving(name);
    Serving.Choice live = serving.live();
    if (live != null) {
      return OptionalLong.of(live.version());
    }
    return serving.follow() == Serving.Follow.LATEST
        ? repository.versions(name).stream().mapToLong(Long::longValue).max()
        : OptionalLong.empty();
  }

  /**
   * Finds the live version; empty where there is none.
   *
   * @throws IOException where the server's live version is not in the repository, or a file of the
   *     security options cannot be used
   */
  Optional<ModelBundle> find() throws IOException {
    if (server == null) {
      OptionalLong version = number(repository, name);
      return version.isPresent()
          ? Optional.of(repository.open(name, version.getAsLong()))
          : Optional.empty();
    }
    try (FacetClient client = security.connect(server)) {
      for (ModelVersion version : client.models().versions()) {
        if (version.ref().name().equals(name) && version.state() == State.LIVE) {
          ModelBundle bundle = repository.open(name, version.ref().version());
          requireSame(version, bundle);
          return Optional.of(bundle);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Asks the server to make a version live, and waits for it.
   *
   * @param version number of the version
   * @throws FacetException where the server refuses, such as one whose version of this number is
   *     another
   * @throws IOException where a file of the security options cannot be used
   * @throws IllegalStateException where there is no server
   */
  void activate(long version, ModelBundle bundle) throws IOException {
    if (server == null) {
      throw new IllegalStateException("no server");
    }
    try (FacetClient client = security.connect(server)) {
      client.modelAdmin().activate(new ModelRef(name, version, bundle.digest()));
    }
  }

  private void requireSame(ModelVersion version, ModelBundle bundle) throws IOException {
    if (!version.ref().digest().equals(bundle.digest())) {
      throw new IOException(
          "%s: its %s version %d is another (expected: a server of the repository %s)"
              .formatted(server, name, version.ref().version(), repository.root()));
    }
  }
}

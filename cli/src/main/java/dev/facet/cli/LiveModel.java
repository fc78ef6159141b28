package dev.facet.cli;

import dev.facet.client.FacetClient;
import dev.facet.client.ModelVersion;
import dev.facet.client.ModelVersion.State;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which version of a model is live: a server's, or, without a server, the highest of a repository,
 * which a server makes live when it starts.
 *
 * @param name name of the model
 * @param repository where its versions are
 * @param server {@code host:port}, or null
 */
record LiveModel(String name, ModelRepository repository, @Nullable String server) {
  /**
   * Finds the live version; empty where there is none.
   *
   * @throws IOException where the server's live version is not in the repository
   */
  Optional<ModelBundle> find() throws IOException {
    if (server == null) {
      List<Long> versions = repository.versions(name);
      return versions.isEmpty()
          ? Optional.empty()
          : Optional.of(repository.open(name, versions.get(versions.size() - 1)));
    }
    try (FacetClient client = client(server)) {
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
   * @throws IOException where the server's version of this number is another
   * @throws IllegalStateException where there is no server
   */
  void activate(long version, ModelBundle bundle) throws IOException {
    if (server == null) {
      throw new IllegalStateException("no server");
    }
    try (FacetClient client = client(server)) {
      requireSame(client.modelAdmin().activate(name, version), bundle);
    }
  }

  private void requireSame(ModelVersion version, ModelBundle bundle) throws IOException {
    if (!version.ref().digest().equals(bundle.digest())) {
      throw new IOException(
          "%s: its %s version %d is another (expected: a server of the repository %s)"
              .formatted(server, name, version.ref().version(), repository.root()));
    }
  }

  private static FacetClient client(String server) {
    return FacetClient.builder(server).plaintext().build();
  }
}

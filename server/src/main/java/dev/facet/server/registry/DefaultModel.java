package dev.facet.server.registry;

import dev.facet.model.bundle.ModelKind;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.server.config.BadConfigException;
import dev.facet.server.config.ServerConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which model serves requests that name none; decided once, at start. */
final class DefaultModel {

  /** The model that comes with Facet, and stays beside those that users add. */
  private static final String SHIPPED = "default";

  private DefaultModel() {}

  /**
   * The configured model, or the only one, or the one named {@code default}, of those that embed
   * faces.
   *
   * @throws BadConfigException if there is no such model, or none is named of several without a
   *     {@code default}
   * @throws IOException if the repository cannot be read
   */
  static String choose(ServerConfig.Models config, ModelRepository repository) throws IOException {
    List<String> embedders = new ArrayList<>();
    for (String name : repository.models()) {
      if (repository.kind(name) == ModelKind.EMBEDDER) {
        embedders.add(name);
      }
    }
    if (embedders.isEmpty()) {
      throw BadConfigException.of(
          "models.repository",
          config.repository(),
          "a directory with at least one model that embeds faces; facet models add adds one");
    }
    String named = config.defaultModel();
    if (named.isEmpty() && embedders.size() == 1) {
      return embedders.get(0);
    }
    String chosen = named.isEmpty() ? SHIPPED : named;
    if (!embedders.contains(chosen)) {
      throw BadConfigException.of(
          "models.default",
          named,
          "one of the repository's models that embed faces: " + String.join(", ", embedders));
    }
    return chosen;
  }
}

package dev.facet.server.registry;

import dev.facet.server.config.BadConfigException;
import dev.facet.server.config.ServerConfig;
import java.util.List;

/** Which model serves requests that name none; decided once, at start. */
final class DefaultModel {

  /** The model that comes with Facet, and stays beside those that users add. */
  private static final String SHIPPED = "default";

  private DefaultModel() {}

  /**
   * The configured model, or the only one, or the one named {@code default}.
   *
   * @param servable names of the repository's models that have a version
   * @throws BadConfigException if there is no model, no such model, or none is named of several
   *     without a {@code default}
   */
  static String choose(ServerConfig.Models config, List<String> servable) {
    if (servable.isEmpty()) {
      throw BadConfigException.of(
          "models.repository",
          config.repository(),
          "a directory with at least one model; facet models add adds one");
    }
    String named = config.defaultModel();
    if (named.isEmpty() && servable.size() == 1) {
      return servable.get(0);
    }
    String chosen = named.isEmpty() ? SHIPPED : named;
    if (!servable.contains(chosen)) {
      throw BadConfigException.of(
          "models.default",
          named,
          "one of the repository's models: " + String.join(", ", servable));
    }
    return chosen;
  }
}

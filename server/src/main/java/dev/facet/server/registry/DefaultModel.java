package dev.facet.server.registry;

import dev.facet.server.config.BadConfigException;
import dev.facet.server.config.ServerConfig;
import java.util.List;

/** Which model serves requests that name none; decided once, at start. */
final class DefaultModel {

  private DefaultModel() {}

  /**
   * The configured model, or the only one.
   *
   * @param servable names of the repository's models that have a version
   * @throws BadConfigException if there is no model, no such model, or none is named of several
   */
  static String choose(ServerConfig.Models config, List<String> servable) {
    if (servable.isEmpty()) {
      throw BadConfigException.of(
          "models.repository",
          config.repository(),
          "a directory with at least one model; facet models add adds one");
    }
    boolean only = config.defaultModel().isEmpty() && servable.size() == 1;
    if (!only && !servable.contains(config.defaultModel())) {
      throw BadConfigException.of(
          "models.default",
          config.defaultModel(),
          "one of the repository's models: " + String.join(", ", servable));
    }
    return only ? servable.get(0) : config.defaultModel();
  }
}

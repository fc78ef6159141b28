package dev.facet.client;

import java.util.List;

/**
 * What a server holds.
 *
 * @param versions every version of every model, sorted by name, then by version
 * @param defaultModel name of the model that serves requests which name none
 */
public record ModelList(List<ModelVersion> versions, String defaultModel) {
  /** Copies the list. */
  public ModelList {
    versions = List.copyOf(versions);
  }
}

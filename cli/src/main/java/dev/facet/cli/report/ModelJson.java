package dev.facet.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.client.ModelRef;

/** A model in the files of an evaluation. */
final class ModelJson {
  private ModelJson() {}

  /** Puts the model into the root of a report. */
  static void put(ObjectNode root, ModelRef model) {
    root.putObject("model")
        .put("name", model.name())
        .put("version", model.version())
        .put("digest", model.digest());
  }
}

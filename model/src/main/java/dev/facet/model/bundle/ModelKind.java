package dev.facet.model.bundle;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlSection;

/** What the model of a bundle does: the key {@code kind} of its manifest. */
public enum ModelKind {
  /** It turns faces into embeddings. What a manifest means that does not say. */
  EMBEDDER,
  /** It finds faces in photos. */
  DETECTOR;

  /** The kind that a manifest states. */
  static ModelKind of(YamlSection manifest) throws BadYamlException {
    return manifest.choice("kind", EMBEDDER);
  }

  /** Refuses a manifest of another kind. */
  static void require(YamlSection manifest, ModelKind expected) throws BadYamlException {
    if (of(manifest) != expected) {
      throw manifest.bad("kind", YamlSection.kebab(of(manifest)), YamlSection.kebab(expected));
    }
  }
}

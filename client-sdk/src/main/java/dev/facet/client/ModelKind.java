package dev.facet.client;

/** What a model does. */
public enum ModelKind {
  /** Not known until the version is loaded; or something that this client is too old to know. */
  UNKNOWN,
  /** Turns faces into embeddings. */
  EMBEDDER,
  /** Finds faces in photos. */
  DETECTOR
}

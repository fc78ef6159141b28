package dev.facet.server.embedding;

import dev.facet.server.registry.LoadedEmbedder;

/** Is told of every face that was embedded. */
@FunctionalInterface
public interface EmbeddedListener {

  /**
   * A face was embedded. Called on a worker, which the next batch is waiting for: it must be quick,
   * and must not throw.
   *
   * @param model the version that embedded it; not held beyond this call
   * @param face the face
   * @param tensor what the face was to that version; not to be changed
   * @param embedding what the version made of it; not to be changed
   */
  void embedded(LoadedEmbedder model, Face face, float[] tensor, float[] embedding);
}

package dev.facet.server.detection;

import java.util.List;

/**
 * What was found in a photo, embedded.
 *
 * @param found the faces
 * @param embeddings one for each of the faces that were wanted, in their order
 */
public record EmbeddedPhoto(FoundFaces found, List<float[]> embeddings) {

  /** Copies the list. */
  public EmbeddedPhoto {
    embeddings = List.copyOf(embeddings);
  }
}

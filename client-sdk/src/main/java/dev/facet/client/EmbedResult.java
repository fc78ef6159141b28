package dev.facet.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one face of a batch went: an embedding, or why there is none. Immutable. */
public final class EmbedResult {
  private final @Nullable FaceEmbedding embedding;
  private final @Nullable FacetException error;

  private EmbedResult(@Nullable FaceEmbedding embedding, @Nullable FacetException error) {
    this.embedding = embedding;
    this.error = error;
  }

  static EmbedResult success(FaceEmbedding embedding) {
    return new EmbedResult(embedding, null);
  }

  static EmbedResult failure(FacetException error) {
    return new EmbedResult(null, error);
  }

  /** Returns the embedding, or empty where the face failed. */
  public Optional<FaceEmbedding> embedding() {
    return Optional.ofNullable(embedding);
  }

  /** Returns why there is no embedding, or empty where there is one. */
  public Optional<FacetException> error() {
    return Optional.ofNullable(error);
  }

  /**
   * Returns the embedding.
   *
   * @throws FacetException if the face failed
   */
  public FaceEmbedding get() {
    if (embedding != null) {
      return embedding;
    }
    throw error().orElseThrow();
  }
}

package dev.facet.client;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How one of several faces went: an embedding, or why there is none. Immutable. */
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

  /** How a future of a face ended. */
  static EmbedResult of(@Nullable FaceEmbedding embedding, @Nullable Throwable failure) {
    return failure == null
        ? success(requireNonNull(embedding, "embedding"))
        : failure(Failures.of(failure));
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

  void completes(CompletableFuture<FaceEmbedding> future) {
    if (embedding != null) {
      future.complete(embedding);
    } else {
      future.completeExceptionally(error().orElseThrow());
    }
  }
}

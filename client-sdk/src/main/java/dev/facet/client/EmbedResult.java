package dev.facet.client;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one of several images went: the embedding of a face, the faces of a photo where they were to
 * be found first, or why there is neither. Immutable.
 */
public final class EmbedResult {
  private final @Nullable FaceEmbedding embedding;
  private final @Nullable EmbeddedFaces faces;
  private final @Nullable FacetException error;

  private EmbedResult(
      @Nullable FaceEmbedding embedding,
      @Nullable EmbeddedFaces faces,
      @Nullable FacetException error) {
    this.embedding = embedding;
    this.faces = faces;
    this.error = error;
  }

  static EmbedResult success(FaceEmbedding embedding) {
    return new EmbedResult(embedding, null, null);
  }

  static EmbedResult success(EmbeddedFaces faces) {
    return new EmbedResult(null, faces, null);
  }

  static EmbedResult failure(FacetException error) {
    return new EmbedResult(null, null, error);
  }

  /** How a future of an image ended. */
  static EmbedResult of(@Nullable EmbedResult result, @Nullable Throwable failure) {
    return failure == null ? requireNonNull(result, "result") : failure(Failures.of(failure));
  }

  /** Returns the embedding; empty where the image failed or was a photo. */
  public Optional<FaceEmbedding> embedding() {
    return Optional.ofNullable(embedding);
  }

  /** Returns the faces of a photo; empty where it failed, or the image was a single face. */
  public Optional<EmbeddedFaces> faces() {
    return Optional.ofNullable(faces);
  }

  /** Returns why there is nothing, or empty where there is an embedding or a photo's faces. */
  public Optional<FacetException> error() {
    return Optional.ofNullable(error);
  }

  /**
   * Returns the embedding.
   *
   * @throws FacetException if the face failed
   * @throws IllegalStateException if the image was a photo
   */
  public FaceEmbedding get() {
    return required(embedding, "a photo's faces (expected: an embedding)");
  }

  /**
   * Returns the faces of a photo, of which there may be none.
   *
   * @throws FacetException if the photo failed
   * @throws IllegalStateException if the image was a single face
   */
  public EmbeddedFaces getFaces() {
    return required(faces, "an embedding (expected: a photo's faces)");
  }

  private <R> R required(@Nullable R value, String other) {
    if (error != null) {
      throw error;
    }
    if (value == null) {
      throw new IllegalStateException("result: " + other);
    }
    return value;
  }

  /** Returns the model that embedded; empty where the image failed. */
  Optional<ModelRef> model() {
    return embedding().map(FaceEmbedding::model).or(() -> faces().map(EmbeddedFaces::model));
  }

  /**
   * Returns this result of an image of which an embedding was wanted, or its faces; a failure where
   * it is the other: a server that is too old to find faces embeds a photo as if it were one.
   */
  EmbedResult expecting(Optional<DetectOptions> detect) {
    if (error != null || detect.isPresent() == (faces != null)) {
      return this;
    }
    return failure(detect.isPresent() ? Failures.noDetection() : Failures.noResult());
  }
}

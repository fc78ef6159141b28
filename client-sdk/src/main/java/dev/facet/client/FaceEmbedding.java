package dev.facet.client;

import java.util.Objects;

/**
 * A face as a point of a model's embedding space. Immutable. Embeddings are biometric data: {@link
 * #toString} does not show the values.
 */
public final class FaceEmbedding implements Face {
  private final float[] values;
  private final ModelRef model;
  private final Timing timing;

  FaceEmbedding(float[] values, ModelRef model, Timing timing) {
    this.values = values;
    this.model = model;
    this.timing = timing;
  }

  /**
   * Restores an embedding that was stored with the model that made it; its timing is {@link
   * Timing#NONE}.
   *
   * @throws IllegalArgumentException if there are no values, or one is not finite
   */
  public static FaceEmbedding of(float[] values, ModelRef model) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values: 0 numbers (expected: at least one)");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException("values[" + i + "]: not finite");
      }
    }
    return new FaceEmbedding(values.clone(), Objects.requireNonNull(model, "model"), Timing.NONE);
  }

  /** Returns a copy of the values; their norm is 1 unless the model does not normalise. */
  public float[] values() {
    return values.clone();
  }

  /** Returns the number of values. */
  public int dimension() {
    return values.length;
  }

  /** Returns the model that made the embedding. */
  public ModelRef model() {
    return model;
  }

  /** Returns where the server spent the time. */
  public Timing timing() {
    return timing;
  }

  /**
   * Returns the cosine of the angle to another embedding, -1 to 1; 1 is the same. A vector of zeros
   * has no direction: its cosine is 0.
   *
   * @throws IllegalArgumentException if the other embedding is of another embedding space
   */
  public double cosineSimilarity(FaceEmbedding other) {
    requireSameSpace(other);
    double dot = 0;
    for (int i = 0; i < values.length; i++) {
      dot += (double) values[i] * other.values[i];
    }
    double norms = norm() * other.norm();
    return norms == 0 ? 0 : Math.max(-1, Math.min(1, dot / norms));
  }

  /**
   * Returns the Euclidean distance to another embedding once both are normalised, 0 to 2; 0 is the
   * same.
   *
   * @throws IllegalArgumentException if the other embedding is of another embedding space
   */
  public double euclideanDistance(FaceEmbedding other) {
    return Math.sqrt(2 - 2 * cosineSimilarity(other));
  }

  @Override
  public String toString() {
    return "FaceEmbedding[dimension=" + values.length + ", model=" + model + "]";
  }

  private double norm() {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private void requireSameSpace(FaceEmbedding other) {
    if (!model.digest().equals(other.model.digest()) || values.length != other.values.length) {
      throw new IllegalArgumentException(
          "embedding: made by %s with %d values (expected: %s with %d values)"
              .formatted(other.model, other.values.length, model, values.length));
    }
  }
}

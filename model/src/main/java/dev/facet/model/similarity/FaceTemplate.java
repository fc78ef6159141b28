package dev.facet.model.similarity;

import java.util.List;

/**
 * What stands for a face, or for several of one person, in comparisons: a vector of norm 1. Several
 * photos, or the frames of a video, become one template by the mean of their directions, as ISO/IEC
 * 2382-37 lets a template be made of several samples. Immutable.
 */
public final class FaceTemplate {

  private final float[] unit;

  private FaceTemplate(float[] unit) {
    this.unit = unit;
  }

  /**
   * The template of one embedding, which need not be normalised.
   *
   * @throws IllegalArgumentException if its norm is 0 or not finite
   */
  public static FaceTemplate of(float[] embedding) {
    return new FaceTemplate(Similarity.normalize(embedding));
  }

  /**
   * The template of several embeddings: each is divided by its norm, so that none counts more than
   * another, and their mean is divided by its norm again.
   *
   * @param embeddings at least one, of as many values each
   * @throws IllegalArgumentException if there are none, if their lengths differ, or if a norm or
   *     that of the mean is 0 or not finite
   */
  public static FaceTemplate mean(List<float[]> embeddings) {
    if (embeddings.isEmpty()) {
      throw new IllegalArgumentException("embeddings: none (expected: at least one)");
    }
    double[] sum = new double[embeddings.get(0).length];
    for (float[] embedding : embeddings) {
      if (embedding.length != sum.length) {
        throw new IllegalArgumentException(
            "embeddings: of %d and %d values (expected: as many)"
                .formatted(sum.length, embedding.length));
      }
      float[] direction = Similarity.normalize(embedding);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += direction[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / embeddings.size());
    }
    return of(mean);
  }

  /** Number of values. */
  public int dimension() {
    return unit.length;
  }

  /** A copy of the values, whose norm is 1. */
  public float[] values() {
    return unit.clone();
  }

  /**
   * Cosine of the angle to another template: 1 for the same direction, -1 for the opposite.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public double cosine(FaceTemplate other) {
    if (unit.length != other.unit.length) {
      throw new IllegalArgumentException(
          "templates: of %d and %d values (expected: as many)"
              .formatted(unit.length, other.unit.length));
    }
    double dot = 0;
    for (int i = 0; i < unit.length; i++) {
      dot += (double) unit[i] * other.unit[i];
    }
    return Math.max(-1, Math.min(1, dot));
  }
}

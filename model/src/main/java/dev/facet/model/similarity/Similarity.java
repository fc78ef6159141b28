package dev.facet.model.similarity;

/**
 * Measures on embeddings. Sums are kept in double precision. Embeddings of different models or
 * versions must not be compared: their spaces have nothing to do with each other.
 */
public final class Similarity {

  private Similarity() {}

  /**
   * Cosine of the angle between two embeddings: 1 for the same direction, 0 for a right angle, -1
   * for opposite ones. The embeddings need not be normalised.
   *
   * @return -1 to 1; NaN if an embedding has norm 0 or holds NaN
   * @throws IllegalArgumentException if the lengths differ
   */
  public static double cosine(float[] a, float[] b) {
    requireSameLength(a, b);
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    double cosine = dot / (norm(a) * norm(b));
    // Rounding must not push the cosine of a vector with itself out of the range of acos.
    return Math.max(-1, Math.min(1, cosine));
  }

  /**
   * Euclidean distance of two embeddings. For unit vectors it is {@code sqrt(2 - 2 cosine)}, 0 to
   * 2.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public static double euclidean(float[] a, float[] b) {
    requireSameLength(a, b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  /** Euclidean norm: the root of the sum of squares. */
  public static double norm(float[] a) {
    double sum = 0;
    for (float value : a) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /**
   * The embedding divided by its Euclidean norm, in a new array.
   *
   * @throws IllegalArgumentException if the norm is 0 or not finite, since no direction is left
   */
  public static float[] normalize(float[] a) {
    double norm = norm(a);
    if (!(norm > 0) || Double.isInfinite(norm)) {
      throw new IllegalArgumentException("norm: " + norm + " (expected: finite and above 0)");
    }
    float[] unit = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      unit[i] = (float) (a[i] / norm);
    }
    return unit;
  }

  private static void requireSameLength(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "embeddings: of " + a.length + " and " + b.length + " values (expected: as many)");
    }
  }
}

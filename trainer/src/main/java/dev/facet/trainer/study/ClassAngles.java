package dev.facet.trainer.study;

import dev.facet.model.similarity.Similarity;
import java.util.Arrays;
import java.util.Comparator;

/**
 * How far apart classes are by angle, and how far their members are scattered. The direction of a
 * class is that of the sum of its members, each divided by its norm.
 *
 * @param intra degrees between a member and the direction of its class, in the mean over members
 * @param inter degrees between the direction of a class and the nearest other one, in the mean over
 *     classes
 * @param accuracy share of members that are nearer to the direction of their own class than to any
 *     other, 0 to 1
 */
record ClassAngles(double intra, double inter, double accuracy) {

  /**
   * Measures embeddings.
   *
   * @param embeddings N x D, none of norm 0
   * @param labels class of each, 0 to K - 1, each at least once, K at least 2
   */
  static ClassAngles of(float[][] embeddings, int[] labels) {
    float[][] directions = directions(embeddings, labels);
    double intra = 0;
    int right = 0;
    for (int i = 0; i < embeddings.length; i++) {
      float[] own = directions[labels[i]];
      intra += degrees(embeddings[i], own);
      if (nearest(embeddings[i], directions) == own) {
        right++;
      }
    }
    double inter =
        Arrays.stream(directions)
            .mapToDouble(
                direction -> degrees(direction, nearest(direction, without(directions, direction))))
            .average()
            .orElseThrow();
    return new ClassAngles(intra / embeddings.length, inter, (double) right / embeddings.length);
  }

  private static float[][] directions(float[][] embeddings, int[] labels) {
    int classes = 1 + Arrays.stream(labels).max().orElseThrow();
    float[][] sums = new float[classes][embeddings[0].length];
    for (int i = 0; i < embeddings.length; i++) {
      float[] unit = Similarity.normalize(embeddings[i]);
      for (int j = 0; j < unit.length; j++) {
        sums[labels[i]][j] += unit[j];
      }
    }
    return sums;
  }

  private static float[][] without(float[][] directions, float[] one) {
    return Arrays.stream(directions).filter(other -> other != one).toArray(float[][]::new);
  }

  private static float[] nearest(float[] embedding, float[][] directions) {
    return Arrays.stream(directions)
        .max(Comparator.comparingDouble(direction -> Similarity.cosine(embedding, direction)))
        .orElseThrow();
  }

  private static double degrees(float[] a, float[] b) {
    return Math.toDegrees(Math.acos(Similarity.cosine(a, b)));
  }
}

package dev.facet.trainer.study;

import dev.facet.model.similarity.Similarity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleBiFunction;

/**
 * How far apart classes are, and how far their members are scattered. The direction of a class is
 * that of the sum of its members, each divided by its norm; its mean is that of its members as they
 * are.
 *
 * @param intra degrees between a member and the direction of its class, in the mean over members
 * @param inter degrees between the direction of a class and the nearest other one, in the mean over
 *     classes
 * @param accuracy share of members that are nearer to the direction of their own class than to any
 *     other, 0 to 1
 * @param scatter Euclidean distance between a member and the mean of its class, in the mean over
 *     members, divided by that between the mean of a class and the nearest other one, in the mean
 *     over classes; 0 or above
 */
record ClassGeometry(double intra, double inter, double accuracy, double scatter) {

  /**
   * Measures embeddings.
   *
   * @param embeddings N x D, none of norm 0
   * @param labels class of each, 0 to K - 1, each at least once, K at least 2
   */
  static ClassGeometry of(float[][] embeddings, int[] labels) {
    float[][] units = Arrays.stream(embeddings).map(Similarity::normalize).toArray(float[][]::new);
    float[][] directions = means(units, labels);
    float[][] means = means(embeddings, labels);
    return new ClassGeometry(
        toOwn(units, labels, directions, ClassGeometry::degrees),
        toNearest(directions, ClassGeometry::degrees),
        accuracy(units, labels, directions),
        toOwn(embeddings, labels, means, Similarity::euclidean)
            / toNearest(means, Similarity::euclidean));
  }

  /** Mean of the members of each class. */
  private static float[][] means(float[][] members, int[] labels) {
    int classes = 1 + Arrays.stream(labels).max().orElseThrow();
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    float[][] means = new float[classes][members[0].length];
    for (int i = 0; i < members.length; i++) {
      float[] mean = means[labels[i]];
      for (int j = 0; j < mean.length; j++) {
        mean[j] += members[i][j] / counts[labels[i]];
      }
    }
    return means;
  }

  private static double toOwn(
      float[][] members,
      int[] labels,
      float[][] means,
      ToDoubleBiFunction<float[], float[]> distance) {
    double sum = 0;
    for (int i = 0; i < members.length; i++) {
      sum += distance.applyAsDouble(members[i], means[labels[i]]);
    }
    return sum / members.length;
  }

  private static double toNearest(float[][] means, ToDoubleBiFunction<float[], float[]> distance) {
    return Arrays.stream(means)
        .mapToDouble(
            mean ->
                Arrays.stream(means)
                    .filter(other -> other != mean)
                    .mapToDouble(other -> distance.applyAsDouble(mean, other))
                    .min()
                    .orElseThrow())
        .average()
        .orElseThrow();
  }

  private static double accuracy(float[][] units, int[] labels, float[][] directions) {
    int right = 0;
    for (int i = 0; i < units.length; i++) {
      float[] unit = units[i];
      float[] nearest =
          Arrays.stream(directions)
              .max(Comparator.comparingDouble(direction -> Similarity.cosine(unit, direction)))
              .orElseThrow();
      if (nearest == directions[labels[i]]) {
        right++;
      }
    }
    return (double) right / units.length;
  }

  private static double degrees(float[] a, float[] b) {
    return Math.toDegrees(Math.acos(Similarity.cosine(a, b)));
  }
}

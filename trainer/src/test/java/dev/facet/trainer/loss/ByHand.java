package dev.facet.trainer.loss;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** The definitions in plain loops and double precision: what the losses are held against. */
final class ByHand {

  private ByHand() {}

  /** A matrix of normally distributed numbers. */
  static double[][] random(long seed, int rows, int columns) {
    Random random = new Random(seed);
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    return matrix;
  }

  /**
   * Unit vectors at given angles from the first axis towards the second, times 3: embeddings whose
   * angle with a class weight along the first axis is known.
   */
  static double[][] atAngles(int dimension, double... angles) {
    double[][] rows = new double[angles.length][dimension];
    for (int i = 0; i < angles.length; i++) {
      rows[i][0] = 3 * Math.cos(angles[i]);
      rows[i][1] = 3 * Math.sin(angles[i]);
    }
    return rows;
  }

  static double cosine(double[] a, double[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double crossEntropy(double[] logits, int label) {
    double most = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(logit -> Math.exp(logit - most)).sum();
    return Math.log(sum) + most - logits[label];
  }

  /** Softmax over scaled cosines; the own one's angle goes through a function. */
  static double marginSoftmax(
      double[][] x, double[][] w, int[] labels, double scale, DoubleUnaryOperator ownLogit) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double[] logits = new double[w.length];
      for (int j = 0; j < w.length; j++) {
        double cosine = cosine(x[i], w[j]);
        double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
        logits[j] = scale * (j == labels[i] ? ownLogit.applyAsDouble(angle) : cosine);
      }
      sum += crossEntropy(logits, labels[i]);
    }
    return sum / x.length;
  }
}

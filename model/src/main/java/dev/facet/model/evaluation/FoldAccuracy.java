package dev.facet.model.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Accuracy by cross-validation, as LFW's View 2 defines it: each fold is judged at the threshold
 * that is best on all the others.
 *
 * @param mean mean accuracy over the folds, 0 to 1
 * @param standardError sample standard deviation of the folds' accuracies (n - 1 in the divisor),
 *     divided by the root of their number
 */
public record FoldAccuracy(double mean, double standardError) {

  /**
   * Cross-validates.
   *
   * @param folds at least two, each with pairs of both kinds
   */
  static FoldAccuracy of(List<List<ScoredPair>> folds) {
    double[] accuracies = new double[folds.size()];
    for (int i = 0; i < accuracies.length; i++) {
      List<List<ScoredPair>> others = new ArrayList<>(folds);
      List<ScoredPair> held = others.remove(i);
      RocCurve rest = new RocCurve(others.stream().flatMap(List::stream).toList());
      accuracies[i] = new RocCurve(held).at(rest.best().threshold()).accuracy();
    }
    double mean = mean(accuracies);
    double squares = 0;
    for (double accuracy : accuracies) {
      squares += (accuracy - mean) * (accuracy - mean);
    }
    double deviation = Math.sqrt(squares / (accuracies.length - 1));
    return new FoldAccuracy(mean, deviation / Math.sqrt(accuracies.length));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}

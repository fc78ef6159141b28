package dev.facet.model.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well a model verifies: are these two photos of the same person?
 *
 * @param curve over all pairs; it has the counts and every operating point
 * @param best the point of highest accuracy on these very pairs, so a little flattering
 * @param given what a threshold does that was chosen elsewhere; empty if none was given
 * @param folds accuracy by cross-validation; empty for a list of one fold
 * @param auc area under the curve, 0 to 1
 * @param tarAtFar1e3 true accept rate at a false accept rate of at most 0.001, 0 to 1
 */
public record VerificationReport(
    RocCurve curve,
    OperatingPoint best,
    Optional<OperatingPoint> given,
    Optional<FoldAccuracy> folds,
    double auc,
    double tarAtFar1e3) {

  /**
   * Judges scored pairs.
   *
   * @param folds the pairs fold by fold; one fold where the list has none
   * @param threshold one that was chosen elsewhere, or empty
   * @throws IllegalArgumentException unless each fold has pairs of both kinds
   */
  public static VerificationReport of(List<List<ScoredPair>> folds, OptionalDouble threshold) {
    RocCurve curve = new RocCurve(folds.stream().flatMap(List::stream).toList());
    return new VerificationReport(
        curve,
        curve.best(),
        threshold.isPresent() ? Optional.of(curve.at(threshold.getAsDouble())) : Optional.empty(),
        folds.size() > 1 ? Optional.of(FoldAccuracy.of(folds)) : Optional.empty(),
        curve.auc(),
        curve.tarAtFar(1e-3));
  }
}

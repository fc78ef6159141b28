package dev.facet.cli.report;

import dev.facet.model.evaluation.OperatingPoint;
import dev.facet.model.evaluation.RocCurve;
import dev.facet.model.evaluation.VerificationReport;
import java.util.Locale;

/** An evaluation as lines for people. */
public final class EvaluationText {
  private EvaluationText() {}

  /** One figure a line, rates from 0 to 1. */
  public static String of(Evaluation evaluation) {
    VerificationReport report = evaluation.report();
    RocCurve curve = report.curve();
    StringBuilder text = new StringBuilder();
    line(text, "model", "%s version %d", evaluation.model().name(), evaluation.model().version());
    line(text, "pairs", "%d of one person, %d of two", curve.samePairs(), curve.differentPairs());
    evaluation
        .faceless()
        .ifPresent(
            faceless ->
                line(
                    text,
                    "without a face",
                    "%d photos, %d pairs, which count as errors",
                    faceless.photos(),
                    faceless.pairs()));
    accuracy(text, "accuracy, best", report.best());
    report.given().ifPresent(given -> accuracy(text, "accuracy, given", given));
    report
        .folds()
        .ifPresent(
            folds ->
                line(text, "accuracy, folds", "%.4f +- %.4f", folds.mean(), folds.standardError()));
    line(text, "TAR at FAR 1e-3", "%.4f", report.tarAtFar1e3());
    line(text, "AUC", "%.5f", report.auc());
    return text.toString();
  }

  private static void accuracy(StringBuilder text, String label, OperatingPoint point) {
    line(text, label, "%.4f at threshold %.4f", point.accuracy(), point.threshold());
  }

  private static void line(StringBuilder text, String label, String format, Object... values) {
    text.append("%-17s".formatted(label)).append(String.format(Locale.ROOT, format, values));
    text.append('\n');
  }
}

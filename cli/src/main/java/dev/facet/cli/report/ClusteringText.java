package dev.facet.cli.report;

import dev.facet.cli.people.ClusteringSweep;
import dev.facet.model.evaluation.PrecisionRecall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How embeddings cluster, as rows of a table for people. */
public final class ClusteringText {
  private ClusteringText() {}

  /**
   * A header, and for each algorithm its best threshold, and the given one where there is one.
   * Rates from 0 to 1: precision, recall and F over pairs, and of BCubed.
   */
  public static List<List<String>> rows(ClusteringReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("algorithm", "threshold", "clusters", "pairs P", "R", "F", "BCubed P", "R", "F"));
    for (ClusteringSweep sweep : report.sweeps()) {
      rows.add(row(sweep, "best", sweep.best()));
      sweep.given().ifPresent(given -> rows.add(row(sweep, "given", given)));
    }
    return rows;
  }

  private static List<String> row(ClusteringSweep sweep, String kind, ClusteringSweep.Point point) {
    PrecisionRecall pairs = point.score().pairwise();
    PrecisionRecall bCubed = point.score().bCubed();
    return List.of(
        sweep.algorithm().toString(),
        String.format(Locale.ROOT, "%.4f %s", point.threshold(), kind),
        Integer.toString(point.score().clusters()),
        rate(pairs.precision()),
        rate(pairs.recall()),
        rate(pairs.f()),
        rate(bCubed.precision()),
        rate(bCubed.recall()),
        rate(bCubed.f()));
  }

  private static String rate(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}

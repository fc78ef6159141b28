package dev.facet.cli.report;

import dev.facet.model.evaluation.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The thresholds of a model, as rows of a table for people. */
public final class CalibrationText {
  private CalibrationText() {}

  /** A header, and for each rate its threshold and which part of the pairs of one person passes. */
  public static List<List<String>> rows(CalibrationReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("FAR", "threshold", "TAR"));
    for (Calibration.Point point : report.calibration().points()) {
      rows.add(
          List.of(
              Calibration.rate(point.far()),
              String.format(Locale.ROOT, "%.6f", point.threshold()),
              String.format(Locale.ROOT, "%.4f", report.same().acceptRate(point.threshold()))));
    }
    return rows;
  }
}

package dev.facet.cli.report;

import dev.facet.model.evaluation.IdentificationReport;
import dev.facet.model.evaluation.OpenSetCurve;
import java.util.Locale;

/** How a model identifies, as lines for people. */
public final class IdentificationText {
  private IdentificationText() {}

  /** One figure a line, rates from 0 to 1. */
  public static String of(Identification found) {
    IdentificationReport report = found.report();
    int strangers = report.openSet().map(OpenSetCurve::strangers).orElse(0);
    StringBuilder text = new StringBuilder();
    line(text, "model", "%s version %d", found.model().name(), found.model().version());
    line(text, "gallery", "%d people", report.enrolled());
    line(text, "probes", "%d of them, %d of strangers", report.cmc().searches(), strangers);
    for (int rank : Identification.RANKS) {
      line(text, "rank " + rank, "%.4f", report.cmc().rate(rank));
    }
    for (String fpir : Identification.FPIRS) {
      line(text, "TPIR at FPIR " + fpir, "%s", tpir(report, fpir));
    }
    return text.toString();
  }

  private static String tpir(IdentificationReport report, String fpir) {
    double rate = Double.parseDouble(fpir);
    return report
        .openSet()
        .flatMap(curve -> curve.atFpir(rate))
        .map(
            point ->
                String.format(
                    Locale.ROOT,
                    "%.4f at threshold %.4f",
                    point.truePositiveRate(),
                    point.threshold()))
        .orElseGet(() -> "not shown by fewer than %d strangers".formatted(Math.round(1 / rate)));
  }

  private static void line(StringBuilder text, String label, String format, Object... values) {
    text.append("%-19s".formatted(label)).append(String.format(Locale.ROOT, format, values));
    text.append('\n');
  }
}

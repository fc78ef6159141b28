package dev.facet.cli.report;

import dev.facet.model.evaluation.Calibration;
import dev.facet.model.evaluation.SimilarityCounts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The thresholds of a model as files: {@code calibration.csv} with what each does, {@code
 * calibration.png} with the similarities of pairs of one person and of two, and the thresholds at
 * powers of ten as upright lines.
 */
public final class CalibrationFiles {
  private static final double WIDTH = 0.02;

  private CalibrationFiles() {}

  /** Writes the files into a directory, which is made where it does not exist. */
  public static void write(CalibrationReport report, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (BufferedWriter csv = Files.newBufferedWriter(directory.resolve("calibration.csv"))) {
      csv.write("false-accept-rate,threshold,true-accept-rate\n");
      for (Calibration.Point point : report.calibration().points()) {
        csv.write(
            "%s,%s,%s\n"
                .formatted(
                    point.far(), point.threshold(), report.same().acceptRate(point.threshold())));
      }
    }
    CurvePlot plot =
        new CurvePlot(
                "Similarities of " + report.model().name(),
                "cosine similarity",
                "pairs, as part of those at the most frequent similarity")
            .legendUpperLeft();
    distribution(plot, "two people", report.different());
    distribution(plot, "one person", report.same());
    for (Calibration.Point point : report.calibration().points()) {
      String rate = Calibration.rate(point.far());
      if (rate.startsWith("1e")) {
        plot.curve("FAR " + rate, List.of(point.threshold(), point.threshold()), List.of(0, 1));
      }
    }
    plot.write(directory.resolve("calibration.png"));
  }

  /** From the first similarity that comes to the last. */
  private static void distribution(CurvePlot plot, String name, SimilarityCounts counts) {
    List<Double> middles = new ArrayList<>();
    List<Long> pairs = new ArrayList<>();
    for (int i = (int) Math.round(-1 / WIDTH); i < Math.round(1 / WIDTH); i++) {
      middles.add((i + 0.5) * WIDTH);
      pairs.add(counts.between(i * WIDTH, (i + 1) * WIDTH));
    }
    int first = 0;
    while (pairs.get(first) == 0) {
      first++;
    }
    int end = pairs.size();
    while (pairs.get(end - 1) == 0) {
      end--;
    }
    double most = pairs.stream().mapToLong(Long::longValue).max().orElseThrow();
    plot.curve(
        name,
        middles.subList(first, end),
        pairs.subList(first, end).stream().map(count -> count / most).toList());
  }
}

package dev.facet.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.model.evaluation.CmcCurve;
import dev.facet.model.evaluation.IdentificationReport;
import dev.facet.model.evaluation.OpenSetCurve;
import dev.facet.model.evaluation.OpenSetPoint;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a model identifies, as files: {@code report.json} with the figures, {@code cmc.csv} and
 * {@code cmc.png} with the rates by rank; where there were strangers, {@code open-set.csv} with
 * every operating point and {@code open-set.png} with the curve.
 */
public final class IdentificationFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Ranks that are drawn; fewer in a smaller gallery. */
  private static final int MOST_RANKS = 50;

  private IdentificationFiles() {}

  /** Writes the files into a directory, which is made where it does not exist. */
  public static void write(Identification found, Path directory) throws IOException {
    Files.createDirectories(directory);
    String name = found.model().name();
    JSON.writeValue(directory.resolve("report.json").toFile(), json(found));
    writeCmc(found.report(), name, directory);
    if (found.report().openSet().isPresent()) {
      writeOpenSet(found.report().openSet().get(), name, directory);
    }
  }

  private static ObjectNode json(Identification found) {
    IdentificationReport report = found.report();
    ObjectNode root = JSON.createObjectNode();
    ModelJson.put(root, found.model());
    root.putObject("gallery").put("people", report.enrolled());
    root.putObject("probes")
        .put("of-the-gallery", report.cmc().searches())
        .put("of-strangers", report.openSet().map(OpenSetCurve::strangers).orElse(0));
    for (int rank : Identification.RANKS) {
      root.put("rank-" + rank, report.cmc().rate(rank));
    }
    for (String fpir : Identification.FPIRS) {
      report
          .openSet()
          .flatMap(curve -> curve.atFpir(Double.parseDouble(fpir)))
          .ifPresent(
              point ->
                  root.putObject("tpir-at-fpir-" + fpir)
                      .put("tpir", point.truePositiveRate())
                      .put("fpir", point.falsePositiveRate())
                      .put("threshold", point.threshold()));
    }
    return root;
  }

  private static void writeCmc(IdentificationReport report, String name, Path directory)
      throws IOException {
    CmcCurve cmc = report.cmc();
    List<Integer> ranks =
        IntStream.rangeClosed(1, Math.min(MOST_RANKS, report.enrolled())).boxed().toList();
    try (BufferedWriter csv = Files.newBufferedWriter(directory.resolve("cmc.csv"))) {
      csv.write("rank,identification-rate\n");
      for (int rank : ranks) {
        csv.write("%s,%s\n".formatted(rank, cmc.rate(rank)));
      }
    }
    new CurvePlot("CMC of " + name, "rank", "identification rate")
        .curve("CMC", ranks, ranks.stream().map(cmc::rate).toList())
        .write(directory.resolve("cmc.png"));
  }

  private static void writeOpenSet(OpenSetCurve curve, String name, Path directory)
      throws IOException {
    try (BufferedWriter csv = Files.newBufferedWriter(directory.resolve("open-set.csv"))) {
      csv.write("threshold,fpir,tpir\n");
      for (OpenSetPoint point : curve.points()) {
        csv.write(
            "%s,%s,%s\n"
                .formatted(point.threshold(), point.falsePositiveRate(), point.truePositiveRate()));
      }
    }
    // As of a ROC curve: no place for a rate of zero.
    double smallest = 1.0 / curve.strangers();
    List<OpenSetPoint> shown =
        curve.points().stream().filter(point -> point.falsePositiveRate() >= smallest).toList();
    new CurvePlot(
            "Open set of " + name,
            "false positive identification rate",
            "true positive identification rate")
        .rates(smallest)
        .curve(
            "TPIR",
            shown.stream().map(OpenSetPoint::falsePositiveRate).toList(),
            shown.stream().map(OpenSetPoint::truePositiveRate).toList())
        .write(directory.resolve("open-set.png"));
  }
}

package dev.facet.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.cli.people.ClusteringSweep;
import dev.facet.cli.people.ClusteringSweep.Point;
import dev.facet.model.evaluation.PrecisionRecall;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How embeddings cluster, as files: {@code report.json} with the figures, {@code clustering.csv}
 * with those of every threshold, {@code clustering.png} with the F of BCubed over the threshold.
 */
public final class ClusteringFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ClusteringFiles() {}

  /** Writes the files into a directory, which is made where it does not exist. */
  public static void write(ClusteringReport report, Path directory) throws IOException {
    Files.createDirectories(directory);
    JSON.writeValue(directory.resolve("report.json").toFile(), json(report));
    writeCsv(report, directory.resolve("clustering.csv"));
    CurvePlot plot =
        new CurvePlot("Clusters of " + report.model().name(), "threshold", "F of BCubed");
    for (ClusteringSweep sweep : report.sweeps()) {
      plot.curve(
          sweep.algorithm().toString(),
          sweep.points().stream().map(Point::threshold).toList(),
          sweep.points().stream().map(point -> point.score().bCubed().f()).toList());
    }
    plot.write(directory.resolve("clustering.png"));
  }

  private static ObjectNode json(ClusteringReport report) {
    ObjectNode root = JSON.createObjectNode();
    ModelJson.put(root, report.model());
    root.put("photos", report.photos());
    root.put("people", report.people());
    ObjectNode algorithms = root.putObject("algorithms");
    for (ClusteringSweep sweep : report.sweeps()) {
      ObjectNode algorithm = algorithms.putObject(sweep.algorithm().toString());
      putPoint(algorithm.putObject("best"), sweep.best());
      sweep.given().ifPresent(given -> putPoint(algorithm.putObject("given"), given));
    }
    return root;
  }

  private static void putPoint(ObjectNode node, Point point) {
    node.put("threshold", point.threshold()).put("clusters", point.score().clusters());
    putRates(node.putObject("pairs"), point.score().pairwise());
    putRates(node.putObject("b-cubed"), point.score().bCubed());
  }

  private static void putRates(ObjectNode node, PrecisionRecall rates) {
    node.put("precision", rates.precision()).put("recall", rates.recall()).put("f", rates.f());
  }

  private static void writeCsv(ClusteringReport report, Path file) throws IOException {
    try (BufferedWriter csv = Files.newBufferedWriter(file)) {
      csv.write(
          "algorithm,threshold,clusters,pairs-precision,pairs-recall,"
              + "b-cubed-precision,b-cubed-recall\n");
      for (ClusteringSweep sweep : report.sweeps()) {
        for (Point point : sweep.points()) {
          csv.write(
              "%s,%s,%s,%s,%s,%s,%s\n"
                  .formatted(
                      sweep.algorithm(),
                      point.threshold(),
                      point.score().clusters(),
                      point.score().pairwise().precision(),
                      point.score().pairwise().recall(),
                      point.score().bCubed().precision(),
                      point.score().bCubed().recall()));
        }
      }
    }
  }
}

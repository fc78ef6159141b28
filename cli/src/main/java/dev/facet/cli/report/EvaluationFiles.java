package dev.facet.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.facet.model.evaluation.OperatingPoint;
import dev.facet.model.evaluation.RocCurve;
import dev.facet.model.evaluation.VerificationReport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An evaluation as files: {@code report.json} with the figures, {@code roc.csv} with every
 * operating point, {@code roc.png} with the curve.
 */
public final class EvaluationFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private EvaluationFiles() {}

  /** Writes the files into a directory, which is made where it does not exist. */
  public static void write(Evaluation evaluation, Path directory) throws IOException {
    Files.createDirectories(directory);
    RocCurve curve = evaluation.report().curve();
    JSON.writeValue(directory.resolve("report.json").toFile(), json(evaluation));
    writeCsv(curve, directory.resolve("roc.csv"));
    RocPlot.write(curve, evaluation.model().name(), directory.resolve("roc.png"));
  }

  private static ObjectNode json(Evaluation evaluation) {
    VerificationReport report = evaluation.report();
    ObjectNode root = JSON.createObjectNode();
    ModelJson.put(root, evaluation.model());
    root.putObject("pairs")
        .put("same", report.curve().samePairs())
        .put("different", report.curve().differentPairs());
    evaluation
        .faceless()
        .ifPresent(
            faceless ->
                root.putObject("without-face")
                    .put("photos", faceless.photos())
                    .put("pairs", faceless.pairs()));
    putPoint(root, "best", report.best());
    report.given().ifPresent(given -> putPoint(root, "given", given));
    report
        .folds()
        .ifPresent(
            folds ->
                root.putObject("folds")
                    .put("accuracy", folds.mean())
                    .put("standard-error", folds.standardError()));
    root.put("tar-at-far-1e-3", report.tarAtFar1e3());
    root.put("auc", report.auc());
    return root;
  }

  private static void putPoint(ObjectNode root, String name, OperatingPoint point) {
    root.putObject(name)
        .put("threshold", point.threshold())
        .put("accuracy", point.accuracy())
        .put("false-accept-rate", point.falseAcceptRate())
        .put("true-accept-rate", point.trueAcceptRate());
  }

  private static void writeCsv(RocCurve curve, Path file) throws IOException {
    try (BufferedWriter csv = Files.newBufferedWriter(file)) {
      csv.write("threshold,false-accept-rate,true-accept-rate,accuracy\n");
      for (OperatingPoint point : curve.points()) {
        csv.write(
            "%s,%s,%s,%s\n"
                .formatted(
                    point.threshold(),
                    point.falseAcceptRate(),
                    point.trueAcceptRate(),
                    point.accuracy()));
      }
    }
  }
}

package dev.facet.trainer.run;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.evaluation.VerificationReport;
import dev.facet.trainer.config.VerificationConfig;
import dev.facet.trainer.data.verification.VerificationSet;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A verification set with a name, under which its results stand in a manifest.
 *
 * @param name such as {@code lfw-view1}: lower-case letters, digits and dashes
 * @param set the set; closing this closes its photos
 */
public record MeasuringSet(String name, VerificationSet set) implements Closeable {

  private static final int LONGEST_NAME = 63;
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9][a-z0-9-]{0," + (LONGEST_NAME - 1) + "}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is not of the form
   */
  public MeasuringSet {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("name: " + name + " (expected: " + NAME + ")");
    }
  }

  /**
   * Opens a set, named after its file: of {@code pairsDevTest.txt}, {@code pairsdevtest}.
   *
   * @throws IOException if it cannot be read
   */
  public static MeasuringSet open(VerificationConfig.Set config) throws IOException {
    return new MeasuringSet(name(config.file()), Sources.pairs(config));
  }

  private static String name(Path file) {
    String name =
        String.valueOf(file.getFileName())
            .replaceFirst("\\.[^.]*$", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceFirst("^-", "");
    return name.isEmpty() ? "pairs" : name.substring(0, Math.min(LONGEST_NAME, name.length()));
  }

  /**
   * Loads a model, judges it, and frees it. On the calling thread.
   *
   * @throws IOException if the model does not load, or a photo of the set cannot be read
   */
  public VerificationReport judge(ModelBundle bundle, ComputeDevice device) throws IOException {
    try (EmbeddingModel model = EmbeddingModel.load(bundle, device)) {
      return new Verifier(set).judge(model);
    }
  }

  /**
   * Share of pairs that are judged right: over the folds, where the set has any, else at the best
   * threshold. To nine places, so that the mean of the same folds in another order is the same.
   */
  public static double accuracy(VerificationReport report) {
    double share = report.folds().map(folds -> folds.mean()).orElse(report.best().accuracy());
    return Math.round(share * 1e9) / 1e9;
  }

  @Override
  public void close() throws IOException {
    set.photos().close();
  }

  /** What a manifest says of a result: percent, but the area under the curve of 0 to 1. */
  public Map<String, Double> measured(VerificationReport report) {
    String accuracy = report.folds().isPresent() ? "-accuracy" : "-accuracy-at-best-threshold";
    Map<String, Double> measured = new LinkedHashMap<>();
    measured.put(name + accuracy, percent(accuracy(report)));
    measured.put(name + "-tar-at-far-1e-3", percent(report.tarAtFar1e3()));
    measured.put(name + "-auc", rounded(report.auc()));
    return measured;
  }

  private static double percent(double share) {
    return rounded(100 * share);
  }

  /** To four places, more than any set can tell. */
  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}

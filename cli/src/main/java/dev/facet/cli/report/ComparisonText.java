package dev.facet.cli.report;

import dev.facet.client.BoundingBox;
import dev.facet.client.Comparison;
import dev.facet.client.Decision;
import dev.facet.client.DetectedFace;
import java.util.Locale;

/** A comparison as lines for people. */
public final class ComparisonText {
  private ComparisonText() {}

  /** One fact a line. */
  public static String of(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    line(text, "cosine similarity", "%.4f", comparison.cosineSimilarity());
    line(text, "euclidean distance", "%.4f", comparison.euclideanDistance());
    comparison
        .model()
        .ifPresent(model -> line(text, "model", "%s version %d", model.name(), model.version()));
    comparison.firstFace().ifPresent(face -> face(text, "first face", face));
    comparison.secondFace().ifPresent(face -> face(text, "second face", face));
    comparison.far().ifPresent(far -> line(text, "FAR", "%.2g, of as much similarity", far));
    comparison.decision().ifPresent(decision -> decision(text, decision));
    return text.toString();
  }

  private static void face(StringBuilder text, String label, DetectedFace face) {
    BoundingBox box = face.box();
    line(
        text,
        label,
        "box %.0f,%.0f %.0fx%.0f, score %.3f",
        box.left(),
        box.top(),
        box.width(),
        box.height(),
        face.score());
  }

  private static void decision(StringBuilder text, Decision decision) {
    String far =
        decision.far().isPresent()
            ? String.format(Locale.ROOT, ", FAR %.2g", decision.far().getAsDouble())
            : "";
    line(
        text,
        "same person",
        "%s: threshold %.4f%s",
        decision.samePerson() ? "yes" : "no",
        decision.threshold(),
        far);
  }

  private static void line(StringBuilder text, String label, String format, Object... values) {
    text.append("%-20s".formatted(label)).append(String.format(Locale.ROOT, format, values));
    text.append('\n');
  }
}

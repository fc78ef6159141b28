package dev.facet.cli.format;

import dev.facet.cli.people.NamedFace;
import dev.facet.cli.people.NamedFaces;
import dev.facet.client.BoundingBox;
import dev.facet.client.DetectedFace;
import dev.facet.client.FaceQuality;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A line a face, and one for a photo without any. */
final class TextDetectionWriter implements DetectionWriter {
  private final BufferedWriter text;

  TextDetectionWriter(OutputStream out) {
    text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  @Override
  public void photo(String file, NamedFaces found) throws IOException {
    if (found.faces().isEmpty()) {
      text.write(file + "  no face\n");
    }
    for (int i = 0; i < found.faces().size(); i++) {
      NamedFace face = found.faces().get(i);
      text.write(file + "#" + i + "  " + line(face.face()) + name(face) + "\n");
    }
  }

  private static String line(DetectedFace face) {
    BoundingBox box = face.box();
    FaceQuality quality = face.quality();
    return String.format(
        Locale.ROOT,
        "score %.3f  box %.0f,%.0f %.0fx%.0f  eyes %.0f  sharpness %.0f  brightness %.0f"
            + "  yaw %.0f  pitch %.0f  roll %.0f",
        face.score(),
        box.left(),
        box.top(),
        box.width(),
        box.height(),
        quality.eyeDistance(),
        quality.sharpness(),
        quality.brightness(),
        quality.yaw(),
        quality.pitch(),
        quality.roll());
  }

  private static String name(NamedFace face) {
    return face.person()
        .map(
            known ->
                String.format(
                    Locale.ROOT, "  name %s  similarity %.3f", known.person(), known.similarity()))
        .orElse("");
  }

  /** A photo that failed has no line. */
  @Override
  public void failure(String file, String reason) {}

  @Override
  public void close() throws IOException {
    text.flush();
  }
}

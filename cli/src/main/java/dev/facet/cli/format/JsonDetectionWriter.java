package dev.facet.cli.format;

import dev.facet.cli.people.NamedFace;
import dev.facet.cli.people.NamedFaces;
import dev.facet.client.FaceQuality;
import dev.facet.client.Landmarks;
import dev.facet.client.Point;
import dev.facet.model.evaluation.Gallery;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * An array with one object a photo, each on a line of its own: {@code {"file", "width", "height",
 * "detector": {"name", "version", "digest"}, "found", "faces": [{"box": {"left", "top", "width",
 * "height"}, "score", "landmarks": [[x, y], ...], "quality": {...}}]}}, with {@code "name"} and
 * {@code "similarity"} where it is known whose face it is; or {@code {"file", "error"}}. Keys are
 * in kebab case.
 */
final class JsonDetectionWriter extends JsonArrayWriter implements DetectionWriter {
  JsonDetectionWriter(OutputStream out) throws IOException {
    super(out);
  }

  @Override
  public void photo(String file, NamedFaces found) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeNumberField("width", found.imageWidth());
    json.writeNumberField("height", found.imageHeight());
    JsonFaces.writeModel(json, "detector", found.detector());
    json.writeNumberField("found", found.found());
    json.writeArrayFieldStart("faces");
    for (NamedFace face : found.faces()) {
      json.writeStartObject();
      JsonFaces.writePlace(json, face.face());
      writePerson(face.person());
      writeLandmarks(face.face().landmarks());
      writeQuality(face.face().quality());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writePerson(Optional<Gallery.Candidate> person) throws IOException {
    if (person.isPresent()) {
      json.writeStringField("name", person.get().person());
      json.writeNumberField("similarity", (float) person.get().similarity());
    }
  }

  private void writeLandmarks(Landmarks landmarks) throws IOException {
    json.writeArrayFieldStart("landmarks");
    for (Point point :
        List.of(
            landmarks.leftEye(),
            landmarks.rightEye(),
            landmarks.nose(),
            landmarks.leftMouth(),
            landmarks.rightMouth())) {
      json.writeStartArray();
      json.writeNumber(point.x());
      json.writeNumber(point.y());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void writeQuality(FaceQuality quality) throws IOException {
    json.writeObjectFieldStart("quality");
    json.writeNumberField("eye-distance", quality.eyeDistance());
    json.writeNumberField("sharpness", quality.sharpness());
    json.writeNumberField("brightness", quality.brightness());
    json.writeNumberField("yaw", quality.yaw());
    json.writeNumberField("pitch", quality.pitch());
    json.writeNumberField("roll", quality.roll());
    json.writeEndObject();
  }
}

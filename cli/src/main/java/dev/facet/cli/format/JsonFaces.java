package dev.facet.cli.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.facet.client.BoundingBox;
import dev.facet.client.DetectedFace;
import dev.facet.client.ModelRef;
import java.io.IOException;

/** Parts of JSON that several documents have. */
final class JsonFaces {
  private JsonFaces() {}

  /** Where a face is, and how sure that is: {@code "box": {...}, "score"}. */
  static void writePlace(JsonGenerator json, DetectedFace face) throws IOException {
    BoundingBox box = face.box();
    json.writeObjectFieldStart("box");
    json.writeNumberField("left", box.left());
    json.writeNumberField("top", box.top());
    json.writeNumberField("width", box.width());
    json.writeNumberField("height", box.height());
    json.writeEndObject();
    json.writeNumberField("score", face.score());
  }

  /** A model: {@code KEY: {"name", "version", "digest"}}. */
  static void writeModel(JsonGenerator json, String key, ModelRef model) throws IOException {
    json.writeObjectFieldStart(key);
    json.writeStringField("name", model.name());
    json.writeNumberField("version", model.version());
    json.writeStringField("digest", model.digest());
    json.writeEndObject();
  }
}

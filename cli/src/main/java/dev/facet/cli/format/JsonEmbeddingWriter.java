package dev.facet.cli.format;

import dev.facet.cli.face.EmbeddedFace;
import dev.facet.client.FaceEmbedding;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An array with one object a face, each on a line of its own: {@code {"file", "model": {"name",
 * "version", "digest"}, "embedding": [...]}}, with {@code "box": {"left", "top", "width",
 * "height"}} and {@code "score"} where it was sought; or {@code {"file", "error"}}.
 */
final class JsonEmbeddingWriter extends JsonArrayWriter implements EmbeddingWriter {
  JsonEmbeddingWriter(OutputStream out) throws IOException {
    super(out);
  }

  @Override
  public void face(String name, EmbeddedFace face) throws IOException {
    FaceEmbedding embedding = face.embedding();
    json.writeStartObject();
    json.writeStringField("file", name);
    if (face.found().isPresent()) {
      JsonFaces.writePlace(json, face.found().get());
    }
    JsonFaces.writeModel(json, "model", embedding.model());
    json.writeArrayFieldStart("embedding");
    for (float value : embedding.values()) {
      json.writeNumber(value);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}

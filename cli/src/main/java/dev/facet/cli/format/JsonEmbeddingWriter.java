package dev.facet.cli.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.facet.cli.face.EmbeddedFace;
import dev.facet.client.FaceEmbedding;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An array with one object a face, each on a line of its own: {@code {"file", "model": {"name",
 * "version", "digest"}, "embedding": [...]}}, with {@code "box": {"left", "top", "width",
 * "height"}} and {@code "score"} where it was sought; or {@code {"file", "error"}}.
 */
final class JsonEmbeddingWriter implements EmbeddingWriter {
  private final JsonGenerator json;

  JsonEmbeddingWriter(OutputStream out) throws IOException {
    json =
        new JsonFactory()
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .setPrettyPrinter(new OneElementPerLine());
    json.writeStartArray();
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

  @Override
  public void failure(String file, String reason) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeStringField("error", reason);
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    json.writeEndArray();
    json.writeRaw('\n');
    json.close();
  }
}

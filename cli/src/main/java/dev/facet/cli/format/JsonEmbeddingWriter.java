package dev.facet.cli.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.ModelRef;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An array with one object a file, each on a line of its own: {@code {"file", "model": {"name",
 * "version", "digest"}, "embedding": [...]}} or {@code {"file", "error"}}.
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
  public void embedding(String file, FaceEmbedding embedding) throws IOException {
    ModelRef model = embedding.model();
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeObjectFieldStart("model");
    json.writeStringField("name", model.name());
    json.writeNumberField("version", model.version());
    json.writeStringField("digest", model.digest());
    json.writeEndObject();
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

  /** Breaks lines between the elements of the outermost array only. */
  private static final class OneElementPerLine extends MinimalPrettyPrinter {
    private static final long serialVersionUID = 1L;

    private int depth;

    @Override
    public void writeStartArray(JsonGenerator generator) throws IOException {
      super.writeStartArray(generator);
      depth++;
      breakLine(generator);
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
      super.writeArrayValueSeparator(generator);
      breakLine(generator);
    }

    @Override
    public void writeEndArray(JsonGenerator generator, int count) throws IOException {
      breakLine(generator);
      depth--;
      super.writeEndArray(generator, count);
    }

    private void breakLine(JsonGenerator generator) throws IOException {
      if (depth == 1) {
        generator.writeRaw('\n');
      }
    }
  }
}

package dev.facet.cli.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** An array with one object for each thing that was asked for, each on a line of its own. */
abstract class JsonArrayWriter {
  final JsonGenerator json;

  /**
   * Begins the array.
   *
   * @param out stays open
   */
  JsonArrayWriter(OutputStream out) throws IOException {
    json =
        new JsonFactory()
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .setPrettyPrinter(new OneElementPerLine());
    json.writeStartArray();
  }

  /** An object with the file and the reason: {@code {"file", "error"}}. */
  public void failure(String file, String reason) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeStringField("error", reason);
    json.writeEndObject();
  }

  /** Ends the array. */
  public void close() throws IOException {
    json.writeEndArray();
    json.writeRaw('\n');
    json.close();
  }
}

package dev.facet.cli.format;

import dev.facet.cli.face.EmbeddedFace;
import dev.facet.client.FaceEmbedding;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/**
 * A header {@code file,digest,e0,e1,...}, then one line a face. Fields are quoted where they must
 * be (RFC 4180).
 */
final class CsvEmbeddingWriter implements EmbeddingWriter {
  private final BufferedWriter csv;
  private boolean headed;

  CsvEmbeddingWriter(OutputStream out) {
    csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  @Override
  public void face(String name, EmbeddedFace face) throws IOException {
    FaceEmbedding embedding = face.embedding();
    if (!headed) {
      writeHeader(embedding.dimension());
      headed = true;
    }
    csv.write(quoted(name));
    csv.write(',');
    csv.write(embedding.model().digest());
    for (float value : embedding.values()) {
      csv.write(',');
      csv.write(Float.toString(value));
    }
    csv.write('\n');
  }

  /** A file without an embedding has no line. */
  @Override
  public void failure(String file, String reason) {}

  @Override
  public void close() throws IOException {
    csv.flush();
  }

  private void writeHeader(int dimension) throws IOException {
    csv.write("file,digest");
    for (int i = 0; i < dimension; i++) {
      csv.write(",e" + i);
    }
    csv.write('\n');
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}

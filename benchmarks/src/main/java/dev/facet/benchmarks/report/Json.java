package dev.facet.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;

/** Results for programs. */
public final class Json {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /** Writes a document, indented. */
  public static void write(Object document, Path file) throws IOException {
    MAPPER.writeValue(file.toFile(), document);
  }

  /** A number, or {@code "unknown"}: JSON has no NaN. */
  public static Object known(double value) {
    return Double.isFinite(value) ? value : "unknown";
  }
}

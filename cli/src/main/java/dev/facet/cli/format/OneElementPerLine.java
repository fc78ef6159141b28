package dev.facet.cli.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;

/** Breaks lines between the elements of the outermost array only. */
final class OneElementPerLine extends MinimalPrettyPrinter {
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

package dev.facet.trainer.study;

import dev.facet.trainer.data.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of a run, as CSV: a line for each measure, with its name and its value.
 *
 * @param values by the name of the measure, in the order in which they are shown
 */
record Measurements(Map<String, Double> values) {

  private static final String HEADER = "measure,value";

  Measurements {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Writes a file, whole or not at all. */
  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder(HEADER + "\n");
    values.forEach((measure, value) -> text.append(measure).append(',').append(value).append('\n'));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads a file.
   *
   * @throws BadDataException if it is not of the format
   */
  static Measurements read(Path file) throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      int comma = line.indexOf(',');
      try {
        if (number == 1 ? !line.equals(HEADER) : comma < 1) {
          throw new NumberFormatException();
        }
        if (number > 1) {
          values.put(line.substring(0, comma), Double.valueOf(line.substring(comma + 1)));
        }
      } catch (NumberFormatException e) {
        throw new BadDataException(
            file,
            "line %d: %s (expected: %s)"
                .formatted(number, line, number == 1 ? HEADER : "a measure and a number"));
      }
    }
    return new Measurements(values);
  }
}

package dev.facet.model.yaml;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A YAML file cannot be read or has a mistake. The message names file, key, value, expectation. */
public final class BadYamlException extends IOException {

  private static final long serialVersionUID = 1;
  private static final int LONGEST_VALUE = 100;

  BadYamlException(Path file, String problem) {
    super(file + ": " + problem);
  }

  BadYamlException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }

  BadYamlException(Path file, String key, @Nullable Object value, String expected) {
    this(file, finding(key, value, expected));
  }

  /**
   * What is said of a value that is refused, on one line.
   *
   * @param key path of the key, such as {@code input.width}
   * @param value the value found; null if there is none
   * @param expected what would be right
   */
  public static String finding(String key, @Nullable Object value, String expected) {
    return key + ": " + shown(value) + " (expected: " + expected + ")";
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "missing";
    }
    String text = value.toString().replaceAll("\\p{Cntrl}", "?");
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
  }
}

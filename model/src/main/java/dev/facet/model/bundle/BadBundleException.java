package dev.facet.model.bundle;

import dev.facet.model.yaml.BadYamlException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A bundle or one of its files is not what it should be. The message names the file, the key, the
 * value found and what was expected.
 */
public final class BadBundleException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * A file is wrong as a whole.
   *
   * @param file the file
   * @param problem what is wrong with it
   */
  public BadBundleException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /**
   * A file is wrong as a whole.
   *
   * @param file the file
   * @param problem what is wrong with it
   * @param cause what found it
   */
  public BadBundleException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }

  /**
   * A manifest is wrong.
   *
   * @param cause what is wrong with it, and where
   */
  BadBundleException(BadYamlException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * A key of a file has a value that it must not have.
   *
   * @param file the file
   * @param key path of the key, such as {@code input.width}
   * @param value the value found; null if there is none
   * @param expected what would be right
   */
  public BadBundleException(Path file, String key, @Nullable Object value, String expected) {
    super(file + ": " + BadYamlException.finding(key, value, expected));
  }

  /**
   * A key of a manifest does not fit the model's other files.
   *
   * @param key path of the key, such as {@code output.name}
   * @param value the value found
   * @param expected what would be right
   */
  public BadBundleException(String key, Object value, String expected) {
    super(BadYamlException.finding(key, value, expected));
  }
}

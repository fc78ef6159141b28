package dev.facet.trainer.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Data to learn from, or to judge by, is not of its format. The message begins with the file, then
 * says what was found and what was expected.
 */
public final class BadDataException extends IOException {

  private static final long serialVersionUID = 1;

  /** Of a file or directory, and what is wrong with it. */
  public BadDataException(Path file, String problem) {
    super(file + ": " + problem);
  }
}

package dev.facet.model.evaluation;

import java.io.IOException;
import java.nio.file.Path;

/** A list of pairs or landmarks is not of its format. The message names the file and the line. */
public final class BadListException extends IOException {

  private static final long serialVersionUID = 1;

  BadListException(Path file, int line, String problem) {
    super(file + ":" + line + ": " + problem);
  }
}

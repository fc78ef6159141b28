package dev.facet.model.signing;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A version is not signed as it should be, or a key cannot be used. The message names the file, and
 * repeats nothing of one that holds a key.
 */
public final class BadSignatureException extends IOException {
  private static final long serialVersionUID = 1;

  BadSignatureException(Path file, String problem) {
    super(file + ": " + problem);
  }
}

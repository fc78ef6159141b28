package dev.facet.server.registry;

import java.io.IOException;

/**
 * A version does not fit in memory beside what is loaded. The message says what it needs, what is
 * left of which bound, and for what the rest is reserved.
 */
final class InsufficientMemoryException extends IOException {

  private static final long serialVersionUID = 1L;

  InsufficientMemoryException(String message) {
    super(message);
  }
}

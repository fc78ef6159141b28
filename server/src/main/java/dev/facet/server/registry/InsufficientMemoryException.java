package dev.facet.server.registry;

import java.io.IOException;

/** The machine plainly lacks the memory for a model. The message has both numbers. */
final class InsufficientMemoryException extends IOException {

  private static final long serialVersionUID = 1L;
  private static final long MIB = 1 << 20;

  InsufficientMemoryException(long available, long needed) {
    super(
        "memory: %d MiB available (expected: at least %d MiB for parameters and activations)"
            .formatted(available / MIB, (needed + MIB - 1) / MIB));
  }
}

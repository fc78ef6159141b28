package dev.facet.server.registry;

/** The server stops, and changes nothing any more. */
public final class RegistryClosedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RegistryClosedException(Throwable cause) {
    super("the server stops (expected: a change before)", cause);
  }
}

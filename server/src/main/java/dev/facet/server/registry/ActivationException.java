package dev.facet.server.registry;

/** A version could not be made live; the one that was live still is. The message says why. */
public final class ActivationException extends Exception {

  private static final long serialVersionUID = 1L;

  ActivationException(String message, Throwable cause) {
    super(message, cause);
  }
}

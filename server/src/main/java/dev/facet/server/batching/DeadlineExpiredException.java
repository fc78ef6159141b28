package dev.facet.server.batching;

/** The caller's deadline passed before a worker took the item. */
public final class DeadlineExpiredException extends Exception {
  private static final long serialVersionUID = 1L;

  DeadlineExpiredException() {
    // No stack trace: it would only show a worker's loop, once for every item that is dropped.
    super("the deadline passed before the item was served", null, false, false);
  }
}

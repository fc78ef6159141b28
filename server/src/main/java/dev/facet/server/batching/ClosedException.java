package dev.facet.server.batching;

/** The workers were closed before they took the item. */
public final class ClosedException extends Exception {
  private static final long serialVersionUID = 1L;

  ClosedException() {
    // No stack trace: it would only show a worker's loop, once for every item that is dropped.
    super("closed before the item was served", null, false, false);
  }
}

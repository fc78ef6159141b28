package dev.facet.server.batching;

/** There is no room for one more item; the caller may try again later. */
public final class QueueFullException extends Exception {
  private static final long serialVersionUID = 1L;

  QueueFullException(String message) {
    // No stack trace: being full is an answer, and must stay cheap when the load is highest.
    super(message, null, false, false);
  }
}

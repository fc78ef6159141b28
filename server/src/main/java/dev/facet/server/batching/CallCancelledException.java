package dev.facet.server.batching;

/** The caller went away before a worker took the item. */
public final class CallCancelledException extends Exception {
  private static final long serialVersionUID = 1L;

  CallCancelledException() {
    // No stack trace: it would only show a worker's loop, once for every item that is dropped.
    super("the call was cancelled before the item was served", null, false, false);
  }
}

package dev.facet.server.rpc;

/** The server takes no more calls; another may. */
final class DrainingException extends Exception {

  private static final long serialVersionUID = 1L;

  DrainingException() {
    super("the server is shutting down");
  }
}

package dev.facet.server.rpc;

/** Models are changed at another port than that of the call. */
final class AdminPortException extends Exception {

  private static final long serialVersionUID = 1L;

  AdminPortException() {
    super("models are not changed at this port (expected: that of admin.port)", null, false, false);
  }
}

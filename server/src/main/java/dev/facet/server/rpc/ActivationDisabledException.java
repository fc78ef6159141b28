package dev.facet.server.rpc;

/** This server lets no caller change which version is live. */
final class ActivationDisabledException extends Exception {

  private static final long serialVersionUID = 1L;

  ActivationDisabledException() {
    super("models.activation: false (expected: true, to activate versions)");
  }
}

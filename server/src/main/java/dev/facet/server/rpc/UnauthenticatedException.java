package dev.facet.server.rpc;

/** A call that does not show who makes it. The message holds nothing of what it shows instead. */
final class UnauthenticatedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong; the names are stable, clients see them. */
  enum Reason {
    /** The call has no token. */
    MISSING_TOKEN("authorization: no token (expected: Bearer and a token of this server)"),
    /** The call has a token that is none of the server's, or no longer. */
    UNKNOWN_TOKEN("authorization: unknown token (expected: Bearer and a token of this server)"),
    /** The client connected with a certificate that would not let it connect any more. */
    UNKNOWN_CERTIFICATE(
        "client certificate: unknown authority (expected: one of this server's tls.client-ca)");

    private final String message;

    Reason(String message) {
      this.message = message;
    }
  }

  private final Reason reason;

  UnauthenticatedException(Reason reason) {
    super(reason.message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}

package dev.facet.server.security;

/** A call that does not show who makes it. The message holds nothing of what it shows instead. */
public final class UnauthenticatedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong; the names are stable, clients see them. */
  public enum Reason {
    /** The call has no token. */
    MISSING_TOKEN("authorization: no token (expected: Bearer and a token of this server)"),
    /** The call has a token that is none of the server's, or no longer. */
    UNKNOWN_TOKEN("authorization: unknown token (expected: Bearer and a token of this server)"),
    /** The call has a JWT that was good once. */
    EXPIRED_TOKEN("authorization: expired token (expected: one whose exp is still to come)"),
    /** The call has a JWT of the server's issuer that says something else than it must. */
    FOREIGN_TOKEN(
        "authorization: a token that is not for this server, or not yet good (expected: the iss and"
            + " aud of its settings, exp, a printable sub, and an nbf that has passed)"),
    /** The client connected with a certificate that would not let it connect any more. */
    UNKNOWN_CERTIFICATE(
        "client certificate: unknown authority (expected: one of this server's tls.client-ca)");

    private final String message;

    Reason(String message) {
      this.message = message;
    }
  }

  private final Reason reason;

  /** A refusal for that reason. */
  public UnauthenticatedException(Reason reason) {
    // No stack trace: being refused is an answer, and must stay cheap for whoever guesses tokens.
    super(reason.message, null, false, false);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}

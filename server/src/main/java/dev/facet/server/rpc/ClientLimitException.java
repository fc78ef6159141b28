package dev.facet.server.rpc;

import java.time.Duration;

/** A client asks for more than it may; it may try again later. */
final class ClientLimitException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What there is too much of; the names are stable, clients see them. */
  enum Reason {
    /** It sends more images a second. */
    CLIENT_RATE,
    /** It has more calls under way. */
    CLIENT_CONCURRENCY
  }

  private final Reason reason;
  private final Duration retryAfter;

  /**
   * A refusal.
   *
   * @param retryAfter when what was refused may be let in
   */
  ClientLimitException(Reason reason, String message, Duration retryAfter) {
    // No stack trace: being refused is an answer, and must stay cheap when the load is highest.
    super(message, null, false, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  Reason reason() {
    return reason;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}

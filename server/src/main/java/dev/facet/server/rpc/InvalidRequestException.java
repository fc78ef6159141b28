package dev.facet.server.rpc;

/** A request that the caller can mend: the message names the field, its value and what was due. */
final class InvalidRequestException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong; the names are stable, clients see them. */
  enum Reason {
    /** A field is missing or out of range. */
    INVALID_FIELD,
    /** Raw pixels are more than is allowed; named as for image files. */
    TOO_MANY_PIXELS,
    /** Embeddings of different models were to be compared. */
    DIGEST_MISMATCH,
    /** A photo has no face to compare. */
    NO_FACE
  }

  private final Reason reason;

  InvalidRequestException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static InvalidRequestException field(String name, Object value, String expected) {
    return new InvalidRequestException(
        Reason.INVALID_FIELD, name + ": " + value + " (expected: " + expected + ")");
  }

  Reason reason() {
    return reason;
  }
}

package dev.facet.cli.face;

/** One photo has no embedding. Others may have one. */
public final class PhotoException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  PhotoException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** Why there is none. */
  public String reason() {
    return reason;
  }
}

package dev.facet.cli.face;

import org.jspecify.annotations.Nullable;

/** Of one photo there is nothing. Of others there may be. */
public sealed class PhotoException extends Exception permits NoFaceException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  PhotoException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** Why there is nothing. */
  public final String reason() {
    return reason;
  }
}

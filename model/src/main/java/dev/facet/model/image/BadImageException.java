package dev.facet.model.image;

/**
 * An image, or the landmarks of its face, that cannot be used; the caller can mend it. The message
 * says what is wrong and what was expected, and holds nothing of the image's content.
 */
public final class BadImageException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is wrong; the names are stable, clients see them. */
  public enum Reason {
    /** There are no bytes. */
    EMPTY,
    /** The file is longer than is allowed. */
    TOO_MANY_BYTES,
    /** The header declares more pixels than are allowed. */
    TOO_MANY_PIXELS,
    /** The file is of no known format, or of a variant that cannot be decoded. */
    UNKNOWN_FORMAT,
    /** The file is broken or cut short. */
    CORRUPT,
    /** Raw pixels whose size is out of range or does not fit their number. */
    BAD_SIZE,
    /** Landmarks that are no five points of a face, or that the model does not take. */
    BAD_LANDMARKS,
    /** So small faces are to be found that the photo would be looked at in too many parts. */
    TOO_MANY_TILES
  }

  private final Reason reason;

  /**
   * An image that cannot be used.
   *
   * @param reason in one word
   * @param message what was wrong, and what was expected
   */
  public BadImageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  BadImageException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Of a file that is broken or cut short. */
  static BadImageException broken(ImageFormat format, Throwable cause) {
    return new BadImageException(Reason.CORRUPT, "image: broken %s file".formatted(format), cause);
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}

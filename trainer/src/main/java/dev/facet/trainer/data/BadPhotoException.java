package dev.facet.trainer.data;

import java.io.IOException;

/** One photo of a source cannot be used. The message begins with the photo's name. */
public final class BadPhotoException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Of a photo that cannot be used.
   *
   * @param name the photo's name in its source
   * @param problem what is wrong, without anything of the picture's content
   */
  public BadPhotoException(String name, String problem) {
    super(name + ": " + problem);
  }

  /** Of a photo that cannot be used because of what {@code cause} says. */
  public BadPhotoException(String name, Exception cause) {
    super(name + ": " + cause.getMessage(), cause);
  }
}

package dev.facet.cli.face;

/** No face was found in a photo. */
public final class NoFaceException extends PhotoException {
  private static final long serialVersionUID = 1L;

  NoFaceException() {
    super("no face found", null);
  }
}

package dev.facet.trainer.data.loader;

import java.io.IOException;

/** More photos of a source are bad than a run accepts; the cause is the last that was found. */
public final class TooManyBadPhotosException extends IOException {

  private static final long serialVersionUID = 1;

  TooManyBadPhotosException(int bad, int most, int all, Exception last) {
    super("bad photos: %d of %d (expected: at most %d)".formatted(bad, all, most), last);
  }
}

package dev.facet.cli.face;

import dev.facet.model.image.ImageDecoder;

/** The limits of images that commands decode: what a server allows unless it is told otherwise. */
public final class PhotoDecoder {
  private static final long MAX_IMAGE_BYTES = 8 << 20;
  private static final long MAX_PIXELS = 1 << 25;

  private PhotoDecoder() {}

  /** A decoder with these limits. */
  public static ImageDecoder create() {
    return new ImageDecoder(MAX_IMAGE_BYTES, MAX_PIXELS);
  }
}

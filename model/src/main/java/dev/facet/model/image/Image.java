package dev.facet.model.image;

/**
 * An image of a face: pixels in memory, or a file that is decoded as far as is needed, each time
 * that something of it is asked for. Thread-safe.
 */
public abstract sealed class Image permits Pixels, ImageFile, JpegImage {

  Image() {}

  /**
   * All of it.
   *
   * @throws BadImageException for a file that is empty, too large, of no known format, or broken
   */
  public abstract Pixels pixels() throws BadImageException;

  /**
   * The pixels that a crop is made of. A file may be broken or cut short behind them.
   *
   * @param crop of this image
   * @return an excerpt whose crop shrinks it by two at most
   * @throws BadImageException as {@link #pixels} does
   */
  abstract Excerpt excerpt(Crop crop) throws BadImageException;
}

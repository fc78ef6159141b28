package dev.facet.model.image;

/** A file that is not decoded yet. Thread-safe. */
final class ImageFile extends Image {

  private final ImageDecoder decoder;
  private final byte[] bytes;

  ImageFile(ImageDecoder decoder, byte[] bytes) {
    this.decoder = decoder;
    this.bytes = bytes;
  }

  @Override
  public Pixels pixels() throws BadImageException {
    return decoder.decode(bytes);
  }

  @Override
  Excerpt excerpt(Crop crop) throws BadImageException {
    return decoder.read(bytes, image -> image.excerpt(crop));
  }
}

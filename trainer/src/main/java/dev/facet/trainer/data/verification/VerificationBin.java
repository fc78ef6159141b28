package dev.facet.trainer.data.verification;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.ImageDecoder;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.Photo;
import dev.facet.trainer.data.PhotoSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The images of one of InsightFace's {@code .bin} files, in its order. Thread-safe. */
final class VerificationBin implements PhotoSource {

  /** Sets are of about 100 MB. */
  private static final long MAX_BYTES = 1 << 30;

  private final byte[] content;
  private final List<PickleReader.Bytes> images;
  private final List<Boolean> same;
  private final ImageDecoder decoder;

  private VerificationBin(
      byte[] content, List<PickleReader.Bytes> images, List<Boolean> same, ImageDecoder decoder) {
    this.content = content;
    this.images = images;
    this.same = same;
    this.decoder = decoder;
  }

  static VerificationBin read(Path file, ImageDecoder decoder) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new BadDataException(
          file, "%d bytes (expected: at most %d)".formatted(size, MAX_BYTES));
    }
    byte[] content = Files.readAllBytes(file);
    Object value;
    try {
      value = PickleReader.read(content);
    } catch (BadPickleException e) {
      throw new BadDataException(file, String.valueOf(e.getMessage()));
    }
    if (!(value instanceof PickleReader.Pair pair)) {
      throw new BadDataException(file, "no pair (expected: a list of images and one of truths)");
    }
    List<PickleReader.Bytes> images = items(file, pair.first(), PickleReader.Bytes.class, "images");
    List<Boolean> same = items(file, pair.second(), Boolean.class, "truth values");
    if (same.isEmpty() || images.size() != 2 * same.size()) {
      throw new BadDataException(
          file,
          "%d images for %d truth values (expected: two for each, and at least one)"
              .formatted(images.size(), same.size()));
    }
    return new VerificationBin(content, images, same, decoder);
  }

  private static <T> List<T> items(Path file, Object value, Class<T> kind, String what)
      throws BadDataException {
    if (!(value instanceof List<?> list && list.stream().allMatch(kind::isInstance))) {
      throw new BadDataException(file, "no list of " + what);
    }
    return list.stream().<T>map(kind::cast).toList();
  }

  /** The truth about each pair: of images 0 and 1, 2 and 3, and so on. */
  List<Boolean> same() {
    return same;
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public String name(int index) {
    return "image " + index;
  }

  @Override
  public Photo photo(int index) throws BadPhotoException {
    PickleReader.Bytes image = images.get(index);
    int end = image.offset() + image.length();
    try {
      return Photo.ofAligned(decoder.decode(Arrays.copyOfRange(content, image.offset(), end)));
    } catch (BadImageException e) {
      throw new BadPhotoException(name(index), e);
    }
  }
}

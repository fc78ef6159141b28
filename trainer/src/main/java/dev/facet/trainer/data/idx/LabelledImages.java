package dev.facet.trainer.data.idx;

import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Pixels;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.FaceSource;
import dev.facet.trainer.data.Photo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Gray images and their labels in two files of the format of MNIST: digits, or pieces of clothing,
 * in place of people. All in memory. Thread-safe.
 */
public final class LabelledImages implements FaceSource {

  private static final int BYTE = 0xff;

  private final byte[] images;
  private final byte[] labels;
  private final int height;
  private final int width;

  /** The images, those of one label after those of the one before. */
  private final int[] order;

  private final int classes;

  private LabelledImages(byte[] images, byte[] labels, int height, int width, int most) {
    this.images = images;
    this.labels = labels;
    this.height = height;
    this.width = width;
    order =
        IntStream.range(0, Math.min(most, labels.length))
            .boxed()
            .sorted(Comparator.comparingInt(image -> labels[image] & BYTE))
            .mapToInt(Integer::intValue)
            .toArray();
    classes = 1 + (labels[order[order.length - 1]] & BYTE);
  }

  /**
   * Reads two files.
   *
   * @param images N x H x W bytes of luma, 0 black
   * @param labels N bytes, the label of each; labels begin at 0
   * @param most number of images that are taken, the first ones, 1 or more
   * @throws BadDataException if they are not of the format, do not fit together, or have no image
   * @throws IOException if they cannot be read
   */
  public static LabelledImages read(Path images, Path labels, int most) throws IOException {
    IdxFile pixels = IdxFile.read(images, 3);
    IdxFile numbers = IdxFile.read(labels, 1);
    if (numbers.size(0) != pixels.size(0)) {
      throw new BadDataException(
          labels,
          "%d labels (expected: %d, one for each image)"
              .formatted(numbers.size(0), pixels.size(0)));
    }
    if (pixels.bytes().length == 0) {
      throw new BadDataException(images, "no images (expected: at least one)");
    }
    return new LabelledImages(
        pixels.bytes(), numbers.bytes(), pixels.size(1), pixels.size(2), most);
  }

  @Override
  public int size() {
    return order.length;
  }

  @Override
  public int people() {
    return classes;
  }

  @Override
  public int label(int index) {
    return labels[order[index]] & BYTE;
  }

  @Override
  public String name(int index) {
    return "image " + order[index];
  }

  @Override
  public Photo photo(int index) throws BadPhotoException {
    int length = height * width;
    byte[] luma = new byte[length];
    System.arraycopy(images, order[index] * length, luma, 0, length);
    try {
      return Photo.of(Pixels.of(width, height, Channels.GRAY, luma), null);
    } catch (BadImageException e) {
      throw new BadPhotoException(name(index), e);
    }
  }
}

package dev.facet.model.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a stored image is turned to be displayed: EXIF's tag Orientation (0x0112).
 *
 * @param transposed rows and columns change places
 * @param fromRight columns are taken from right to left
 * @param fromBottom rows are taken from bottom to top
 */
record Orientation(boolean transposed, boolean fromRight, boolean fromBottom) {

  static final Orientation UPRIGHT = new Orientation(false, false, false);

  private static final int TAG = 0x0112;
  private static final int TYPE_SHORT = 3;
  private static final int TIFF_HEADER = 8;
  private static final int ENTRY = 12;

  /** Of an EXIF value, 1 to 8; any other value means nothing and so is upright. */
  static Orientation ofExif(int value) {
    return switch (value) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, false, true);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, true, false);
      default -> UPRIGHT;
    };
  }

  /**
   * Finds the tag in the first directory of an EXIF block (a TIFF header and what follows). A block
   * that is malformed says nothing: the image itself can still be good.
   */
  static Orientation ofTiff(byte[] file, int offset, int length) {
    ByteBuffer tiff = ByteBuffer.wrap(file, offset, length).slice();
    if (length < TIFF_HEADER) {
      return UPRIGHT;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(tiff.getInt(4));
    if (directory > length - Short.BYTES) {
      return UPRIGHT;
    }
    int first = (int) directory + Short.BYTES;
    int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
    for (int at = first; entries > 0 && at + ENTRY <= length; at += ENTRY, entries--) {
      if (tiff.getShort(at) == TAG && tiff.getShort(at + 2) == TYPE_SHORT) {
        return ofExif(Short.toUnsignedInt(tiff.getShort(at + 8)));
      }
    }
    return UPRIGHT;
  }

  /** Where a part of the displayed image is in the stored one, of this size. */
  Box stored(Box shown, int width, int height) {
    return mirrored(transposed ? shown.transposed() : shown, width, height);
  }

  /** Where a part of the stored image, of this size, is in the displayed one. */
  Box shown(Box stored, int width, int height) {
    Box mirrored = mirrored(stored, width, height);
    return transposed ? mirrored.transposed() : mirrored;
  }

  private Box mirrored(Box box, int width, int height) {
    Box across = fromRight ? box.fromRight(width) : box;
    return fromBottom ? across.fromBottom(height) : across;
  }

  /** The image as it is displayed. */
  Pixels apply(Pixels stored) {
    if (equals(UPRIGHT)) {
      return stored;
    }
    int storedWidth = stored.width();
    int storedHeight = stored.height();
    int origin =
        (fromBottom ? (storedHeight - 1) * storedWidth : 0) + (fromRight ? storedWidth - 1 : 0);
    int stepRight = fromRight ? -1 : 1;
    int stepDown = fromBottom ? -storedWidth : storedWidth;
    int width = transposed ? storedHeight : storedWidth;
    int height = transposed ? storedWidth : storedHeight;
    byte[] from = stored.rgb();
    byte[] rgb = new byte[from.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      int pixel = origin + y * (transposed ? stepRight : stepDown);
      for (int x = 0; x < width; x++) {
        rgb[at++] = from[3 * pixel];
        rgb[at++] = from[3 * pixel + 1];
        rgb[at++] = from[3 * pixel + 2];
        pixel += transposed ? stepDown : stepRight;
      }
    }
    return new Pixels(width, height, rgb);
  }
}

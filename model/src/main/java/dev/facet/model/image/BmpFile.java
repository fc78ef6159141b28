package dev.facet.model.image;

import dev.facet.model.image.BadImageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The header of a BMP file, checked as far as the reader does not. */
final class BmpFile {

  private static final int SHORTEST = 26;
  private static final int DATA_OFFSET = 10;
  private static final int HEADER_SIZE = 14;
  private static final int SIZE = 18;
  private static final int COMPRESSION = 30;
  private static final int COLOR_SPACE = 70;
  private static final int SRGB = 0x73524742;

  /** Size of the first header that has a compression, and of the first with a colour space. */
  private static final int INFO_HEADER = 40;

  private static final int V4_HEADER = 108;

  /** A whole JPEG or PNG file inside the BMP, as printers take it. */
  private static final int EMBEDDED_JPEG = 4;

  private static final int EMBEDDED_PNG = 5;

  private BmpFile() {}

  /**
   * The file to be decoded: as it is, but without its colour profile, which may name a file of this
   * machine.
   *
   * @throws IOException where the header declares more than there is
   * @throws BadImageException for more pixels than the limit, and for a BMP that only wraps a file
   *     of another format
   */
  static byte[] bare(byte[] file, PixelBudget.Claim claim) throws IOException, BadImageException {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    require("header", SHORTEST, file.length);
    require(
        "offset of the pixels", Integer.toUnsignedLong(buffer.getInt(DATA_OFFSET)), file.length);
    long headerSize = Integer.toUnsignedLong(buffer.getInt(HEADER_SIZE));
    require("header", HEADER_SIZE + headerSize, file.length);
    if (headerSize < INFO_HEADER) {
      claim.check(
          Short.toUnsignedInt(buffer.getShort(SIZE)),
          Short.toUnsignedInt(buffer.getShort(SIZE + Short.BYTES)));
      return file;
    }
    // A negative height says that the topmost row comes first.
    claim.check(buffer.getInt(SIZE), Math.abs((long) buffer.getInt(SIZE + Integer.BYTES)));
    int compression = buffer.getInt(COMPRESSION);
    if (compression == EMBEDDED_JPEG || compression == EMBEDDED_PNG) {
      throw new BadImageException(
          Reason.UNKNOWN_FORMAT, "BMP: compression %d (expected: 0 to 3)".formatted(compression));
    }
    if (headerSize < V4_HEADER) {
      return file;
    }
    byte[] bare = file.clone();
    ByteBuffer.wrap(bare).order(ByteOrder.LITTLE_ENDIAN).putInt(COLOR_SPACE, SRGB);
    return bare;
  }

  private static void require(String what, long bytes, int present) throws IOException {
    if (bytes > present) {
      throw new IOException("BMP: %s: %d bytes (present: %d)".formatted(what, bytes, present));
    }
  }
}

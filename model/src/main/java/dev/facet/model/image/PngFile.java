package dev.facet.model.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file: checked against their checksums, and parted into those that hold pixels
 * and the orientation.
 */
final class PngFile {

  private static final int SIGNATURE = 8;
  private static final int AROUND_CONTENT = 12;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int TRNS = 0x74524e53;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int EXIF = 0x65584966;

  private final Orientation orientation;
  private final byte[] bare;

  private PngFile(Orientation orientation, byte[] bare) {
    this.orientation = orientation;
    this.bare = bare;
  }

  /**
   * Reads the chunks.
   *
   * @throws IOException where one is cut short or does not fit its checksum
   */
  static PngFile parse(byte[] file) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(file);
    ByteArrayOutputStream bare = new ByteArrayOutputStream(file.length);
    bare.write(file, 0, SIGNATURE);
    Orientation orientation = Orientation.UPRIGHT;
    int at = SIGNATURE;
    int type = 0;
    while (type != IEND) {
      int length = contentLength(buffer, at);
      type = buffer.getInt(at + 4);
      checkSum(file, at + 4, length + 4, buffer.getInt(at + 8 + length));
      if (type == EXIF) {
        orientation = Orientation.ofTiff(file, at + 8, length);
      } else if (type == IHDR || type == PLTE || type == TRNS || type == IDAT || type == IEND) {
        bare.write(file, at, length + AROUND_CONTENT);
      }
      at += length + AROUND_CONTENT;
    }
    return new PngFile(orientation, bare.toByteArray());
  }

  private static int contentLength(ByteBuffer buffer, int at) throws IOException {
    int left = buffer.limit() - at - AROUND_CONTENT;
    if (left < 0) {
      throw new IOException("PNG: ends before its last chunk");
    }
    int length = buffer.getInt(at);
    if (length < 0 || length > left) {
      throw new IOException("PNG: chunk of %d bytes does not fit".formatted(length));
    }
    return length;
  }

  private static void checkSum(byte[] file, int offset, int length, int expected)
      throws IOException {
    CRC32 sum = new CRC32();
    sum.update(file, offset, length);
    if ((int) sum.getValue() != expected) {
      throw new IOException("PNG: chunk does not fit its checksum");
    }
  }

  Orientation orientation() {
    return orientation;
  }

  /**
   * The file without what is not needed for its pixels: compressed texts and profiles are only a
   * way for a hostile file to fill the memory.
   */
  byte[] bare() {
    return bare;
  }
}

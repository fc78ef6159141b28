package dev.facet.model.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The chunks of a WebP file: every size that they declare, and the orientation. */
final class WebpFile {

  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int VP8 = 0x56503820;
  private static final int VP8L = 0x5650384c;
  private static final int VP8X = 0x56503858;
  private static final int ANMF = 0x414e4d46;
  private static final int EXIF = 0x45584946;

  private final ByteBuffer buffer;
  private final PixelBudget.Claim claim;
  private Orientation orientation = Orientation.UPRIGHT;

  private WebpFile(byte[] file, PixelBudget.Claim claim) {
    this.buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    this.claim = claim;
  }

  /**
   * Reads the chunks. The size of the canvas and that of each bitstream in it are checked alike,
   * since memory is allocated for both.
   *
   * @throws IOException where the file is cut short
   */
  static WebpFile parse(byte[] file, PixelBudget.Claim claim)
      throws IOException, BadImageException {
    WebpFile webp = new WebpFile(file, claim);
    long end = CHUNK_HEADER + Integer.toUnsignedLong(webp.buffer.getInt(4));
    if (end > file.length) {
      throw new IOException("WebP: %d bytes (expected: %d)".formatted(file.length, end));
    }
    webp.readChunks(RIFF_HEADER, (int) end);
    return webp;
  }

  private void readChunks(int from, int end) throws IOException, BadImageException {
    int at = from;
    while (end - at >= CHUNK_HEADER) {
      long length = Integer.toUnsignedLong(buffer.getInt(at + 4));
      int content = at + CHUNK_HEADER;
      if (length > end - content) {
        throw new IOException("WebP: chunk of %d bytes does not fit".formatted(length));
      }
      readChunk(Integer.reverseBytes(buffer.getInt(at)), content, (int) length);
      at = content + (int) (length + (length & 1));
    }
  }

  private void readChunk(int type, int content, int length) throws IOException, BadImageException {
    switch (type) {
      case VP8 -> {
        require(length, 10);
        claim.check(shortAt(content + 6) & 0x3fff, shortAt(content + 8) & 0x3fff);
      }
      case VP8L -> {
        require(length, 5);
        int sizes = buffer.getInt(content + 1);
        claim.check((sizes & 0x3fff) + 1, ((sizes >> 14) & 0x3fff) + 1);
      }
      case VP8X -> {
        require(length, 10);
        claim.check(mediumAt(content + 4) + 1, mediumAt(content + 7) + 1);
      }
      case ANMF -> {
        require(length, FRAME_HEADER);
        claim.check(mediumAt(content + 6) + 1, mediumAt(content + 9) + 1);
        readChunks(content + FRAME_HEADER, content + length);
      }
      case EXIF -> orientation = Orientation.ofTiff(buffer.array(), content, length);
      default -> {
        // Profiles, descriptions and alpha declare no size.
      }
    }
  }

  private static void require(int length, int expected) throws IOException {
    if (length < expected) {
      throw new IOException(
          "WebP: chunk of %d bytes (expected: at least %d)".formatted(length, expected));
    }
  }

  private int shortAt(int at) {
    return Short.toUnsignedInt(buffer.getShort(at));
  }

  private int mediumAt(int at) {
    return shortAt(at) | ((buffer.get(at + 2) & 0xff) << 16);
  }

  Orientation orientation() {
    return orientation;
  }
}

package dev.facet.model.image;

import java.io.EOFException;
import java.util.Objects;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes in memory as ImageIO reads them. Reading past the end fails, where other streams return an
 * end marker that some readers take for pixels: a file that is cut short is so always noticed.
 */
final class MemoryImageStream extends ImageInputStreamImpl {

  private final byte[] bytes;

  MemoryImageStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws EOFException {
    requireMore();
    bitOffset = 0;
    return bytes[(int) streamPos++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws EOFException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    requireMore();
    bitOffset = 0;
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private void requireMore() throws EOFException {
    if (streamPos >= bytes.length) {
      throw new EOFException("file ends after %d bytes".formatted(bytes.length));
    }
  }

  @Override
  public long length() {
    return bytes.length;
  }
}

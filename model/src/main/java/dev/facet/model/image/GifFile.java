package dev.facet.model.image;

import java.io.IOException;
import java.util.Arrays;

/** The header of a GIF file: the screen, and where the first frame lies on it. */
final class GifFile {

  private static final int HEADER = 13;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;

  private final byte[] file;
  private final int frame;

  private GifFile(byte[] file) throws IOException {
    this.file = file;
    this.frame = findFrame();
  }

  /**
   * Reads the header.
   *
   * @throws IOException where the file ends before its first frame
   */
  static GifFile parse(byte[] file) throws IOException {
    return new GifFile(file);
  }

  private int findFrame() throws IOException {
    int flags = byteAt(10);
    boolean palette = (flags & 0x80) != 0;
    int at = HEADER + (palette ? 3 << ((flags & 7) + 1) : 0);
    while (byteAt(at) == EXTENSION) {
      at += 2;
      while (byteAt(at) != 0) {
        at += 1 + byteAt(at);
      }
      at++;
    }
    if (byteAt(at) != FRAME) {
      throw new IOException("GIF: no frame");
    }
    return at;
  }

  int width() throws IOException {
    return shortAt(6);
  }

  int height() throws IOException {
    return shortAt(8);
  }

  /** The screen in white with the frame in its place; what is outside the screen is cut off. */
  Pixels onScreen(Pixels image) throws IOException {
    int left = shortAt(frame + 1);
    int top = shortAt(frame + 3);
    if (left == 0 && top == 0 && image.width() == width() && image.height() == height()) {
      return image;
    }
    byte[] screen = new byte[3 * width() * height()];
    Arrays.fill(screen, (byte) 255);
    int columns = Math.min(image.width(), width() - left);
    int rows = Math.min(image.height(), height() - top);
    for (int y = 0; y < rows && columns > 0; y++) {
      System.arraycopy(
          image.rgb(),
          3 * y * image.width(),
          screen,
          3 * ((top + y) * width() + left),
          3 * columns);
    }
    return new Pixels(width(), height(), screen);
  }

  private int byteAt(int at) throws IOException {
    if (at >= file.length) {
      throw new IOException("GIF: ends after %d bytes".formatted(file.length));
    }
    return file[at] & 0xff;
  }

  private int shortAt(int at) throws IOException {
    return byteAt(at) | (byteAt(at + 1) << 8);
  }
}

package dev.facet.model.image;

import dev.facet.model.image.BadImageException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The segments of a JPEG file up to its first scan (ITU-T T.81, annex B): size, colours and
 * orientation, without decoding.
 */
final class JpegFile {

  /** How the components of a pixel are to be read. */
  enum Colors {
    GRAY(1),
    RGB(3),
    YCBCR(3),
    CMYK(4),
    YCCK(4);

    private final int bands;

    Colors(int bands) {
      this.bands = bands;
    }

    /** Samples of a pixel. */
    int bands() {
      return bands;
    }

    /** Whether black ink lies over the others. */
    boolean areInks() {
      return bands == 4;
    }
  }

  private static final int SOF0 = 0xc0;
  private static final int SOF2 = 0xc2;
  private static final int SOF15 = 0xcf;
  private static final int DHT = 0xc4;
  private static final int DAC = 0xcc;
  private static final int RST0 = 0xd0;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;
  private static final int TEM = 0x01;

  /** Bytes of a marker. */
  private static final int MARKER = 2;

  private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int ADOBE_LENGTH = 12;

  /** Encoders write about ten; each costs a pass over all pixels, for as little as 20 bytes. */
  private static final int MAX_SCANS = 100;

  private final byte[] file;
  private int position = MARKER;
  private int width;
  private int height;
  private byte[] components = {};
  private boolean progressive;
  private boolean jfif;
  private int adobeTransform = -1;
  private Orientation orientation = Orientation.UPRIGHT;
  private boolean ends;
  private final byte[] bare;
  private int bareLength;

  private JpegFile(byte[] file) {
    this.file = file;
    this.bare = new byte[file.length + MARKER];
  }

  /**
   * Reads the segments.
   *
   * @throws IOException where they are malformed
   * @throws BadImageException for a kind of JPEG that is not decoded: lossless, arithmetic, 12 bits
   */
  static JpegFile parse(byte[] file) throws IOException, BadImageException {
    JpegFile jpeg = new JpegFile(file);
    jpeg.readSegments();
    return jpeg;
  }

  private void readSegments() throws IOException, BadImageException {
    keep(0, MARKER);
    while (true) {
      int marker = nextMarker();
      if (marker == SOS) {
        break;
      }
      if (marker == EOI) {
        throw new IOException("JPEG: ends before its first scan");
      }
      if (marker != TEM && (marker < RST0 || marker > SOI)) {
        readSegment(marker);
      }
    }
    if (components.length == 0) {
      throw new IOException("JPEG: scan before the frame header");
    }
    checkScans();
    keep(position - MARKER, file.length);
    bare[bareLength++] = (byte) 0xff;
    bare[bareLength++] = (byte) EOI;
  }

  private void keep(int from, int to) {
    System.arraycopy(file, from, bare, bareLength, to - from);
    bareLength += to - from;
  }

  private int nextMarker() throws IOException {
    while (byteAt(position) != 0xff) {
      position++;
    }
    while (byteAt(position) == 0xff) {
      position++;
    }
    return byteAt(position++);
  }

  private void readSegment(int marker) throws IOException, BadImageException {
    int length = shortAt(position);
    if (length < 2 || position + length > file.length) {
      throw new IOException("JPEG: segment of %d bytes does not fit".formatted(length));
    }
    int content = position + 2;
    int end = position + length;
    if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != SOI && marker != DAC) {
      readFrame(marker, content, end);
    } else if (marker == APP0 && begins(content, end, JFIF)) {
      jfif = true;
    } else if (marker == APP1 && begins(content, end, EXIF)) {
      int tiff = content + EXIF.length;
      orientation = Orientation.ofTiff(file, tiff, end - tiff);
    } else if (marker == APP14 && begins(content, end, ADOBE) && end - content >= ADOBE_LENGTH) {
      adobeTransform = byteAt(content + ADOBE_LENGTH - 1);
    }
    if (marker != COM && (marker < APP0 || marker > APP15)) {
      keep(position - MARKER, end);
    }
    position = end;
  }

  private void readFrame(int marker, int content, int end) throws IOException, BadImageException {
    int count = byteAt(content + 5);
    if (end - content < 6 + 3 * count) {
      throw new IOException("JPEG: frame header too short for %d components".formatted(count));
    }
    int precision = byteAt(content);
    if (marker > SOF2 || precision != 8 || (count != 1 && count != 3 && count != 4)) {
      throw new BadImageException(
          Reason.UNKNOWN_FORMAT,
          "JPEG: process %d, %d bits, %d components (expected: 0 to 2; 8; 1, 3 or 4)"
              .formatted(marker - SOF0, precision, count));
    }
    progressive = marker == SOF2;
    height = shortAt(content + 1);
    width = shortAt(content + 3);
    components = new byte[count];
    for (int i = 0; i < count; i++) {
      components[i] = file[content + 6 + 3 * i];
    }
  }

  /**
   * Counts the scans and looks for the end. In coded data every 0xff is followed by a zero, so that
   * what looks like a marker is one. A progressive file that is cut between two scans would decode
   * without complaint, but coarsely.
   */
  private void checkScans() throws IOException {
    int scans = 1;
    for (int i = position; i + 1 < file.length && !ends; i++) {
      if (file[i] == (byte) 0xff) {
        int marker = file[i + 1] & 0xff;
        scans += marker == SOS ? 1 : 0;
        ends = marker == EOI;
      }
    }
    if (scans > MAX_SCANS) {
      throw new IOException("JPEG: %d scans (expected: at most %d)".formatted(scans, MAX_SCANS));
    }
    if (progressive && !ends) {
      throw new IOException("JPEG: progressive, without its end marker");
    }
  }

  private boolean begins(int content, int end, byte[] name) {
    int nameEnd = content + name.length;
    return nameEnd <= end && Arrays.equals(file, content, nameEnd, name, 0, name.length);
  }

  private int byteAt(int at) throws IOException {
    if (at >= file.length) {
      throw new IOException("JPEG: ends after %d bytes".formatted(file.length));
    }
    return file[at] & 0xff;
  }

  private int shortAt(int at) throws IOException {
    return (byteAt(at) << 8) | byteAt(at + 1);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  Orientation orientation() {
    return orientation;
  }

  /** What the components are: the rules of the Independent JPEG Group's decoder. */
  Colors colors() {
    return switch (components.length) {
      case 1 -> Colors.GRAY;
      case 3 -> {
        boolean named = components[0] == 'R' && components[1] == 'G' && components[2] == 'B';
        boolean rgb = !jfif && (adobeTransform == 0 || (adobeTransform < 0 && named));
        yield rgb ? Colors.RGB : Colors.YCBCR;
      }
      default -> adobeTransform == 2 ? Colors.YCCK : Colors.CMYK;
    };
  }

  /**
   * The file without what is not needed for its pixels: application segments and comments, whose
   * profiles and thumbnails are only a way for a hostile file into more code. An end marker is
   * added, so that a file whose last scan is cut short is told from one that only lacks the marker.
   *
   * @return with unused bytes behind the end marker
   */
  byte[] bare() {
    return bare;
  }

  /** Whether it has its end marker, so that nothing was cut off. */
  boolean ends() {
    return ends;
  }
}

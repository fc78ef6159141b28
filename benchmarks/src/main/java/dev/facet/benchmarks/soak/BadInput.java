package dev.facet.benchmarks.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.facet.benchmarks.load.Photos;
import dev.facet.v1.EmbedRequest;
import io.grpc.Status.Code;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/** What clients get wrong, and the code that must tell them so. */
enum BadInput {
  /** No bytes. */
  EMPTY(Code.INVALID_ARGUMENT),
  /** The first half of a file. */
  TRUNCATED(Code.INVALID_ARGUMENT),
  /** Bytes that are no image. */
  NO_IMAGE(Code.INVALID_ARGUMENT),
  /** A file beyond {@link #MOST_BYTES}. */
  TOO_MANY_BYTES(Code.INVALID_ARGUMENT),
  /** A small file that says it has 3.6 billion pixels. */
  TOO_MANY_PIXELS(Code.INVALID_ARGUMENT),
  /** A model that there is not. */
  UNKNOWN_MODEL(Code.NOT_FOUND),
  /** A version that there is not. */
  UNKNOWN_VERSION(Code.NOT_FOUND);

  /** The largest file that the server is told to take: so that one beyond it costs little. */
  static final int MOST_BYTES = 1 << 20;

  private static final int SIDE = 60_000;

  private final Code code;

  BadInput(Code code) {
    this.code = code;
  }

  /** How it is answered. */
  Code code() {
    return code;
  }

  /**
   * A request that is wrong so.
   *
   * @param photo a file that is right
   */
  EmbedRequest request(byte[] photo) {
    EmbedRequest.Builder request = EmbedRequest.newBuilder().setImage(Photos.image(bytes(photo)));
    return switch (this) {
      case UNKNOWN_MODEL -> request.setModel("nobody").build();
      case UNKNOWN_VERSION -> request.setVersion(4_711).build();
      default -> request.build();
    };
  }

  private byte[] bytes(byte[] photo) {
    return switch (this) {
      case EMPTY -> new byte[0];
      case TRUNCATED -> Arrays.copyOf(photo, photo.length / 2);
      case NO_IMAGE -> "<html>not found</html>".repeat(50).getBytes(US_ASCII);
      case TOO_MANY_BYTES -> Arrays.copyOf(photo, MOST_BYTES + 1);
      case TOO_MANY_PIXELS -> hugePng();
      case UNKNOWN_MODEL, UNKNOWN_VERSION -> photo;
    };
  }

  /** The signature and the header of a PNG file, RGB of 8 bits, and nothing after them. */
  private static byte[] hugePng() {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put(new byte[] {'I', 'H', 'D', 'R'}).putInt(SIDE).putInt(SIDE);
    header.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 checksum = new CRC32();
    checksum.update(header.array());
    ByteBuffer file = ByteBuffer.allocate(33);
    file.putLong(0x89504E470D0A1A0AL).putInt(13).put(header.array());
    return file.putInt((int) checksum.getValue()).array();
  }

  /** In words. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

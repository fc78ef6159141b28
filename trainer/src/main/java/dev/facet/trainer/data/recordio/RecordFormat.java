package dev.facet.trainer.data.recordio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * RecordIO as dmlc-core's {@code recordio.cc} defines it, little-endian. A record is a part, or
 * several: magic, a word of the kind (upper 3 bits) and the length (lower 29), the bytes, zeros up
 * to a multiple of 4. A magic that lies in the bytes of a record at a multiple of 4 is left out,
 * and the record is split there, so that a magic is always the begin of a part.
 */
final class RecordFormat {

  static final int MAGIC = 0xced7230a;
  static final int HEADER_BYTES = 8;

  /** Kind of a part that is a whole record. */
  static final int WHOLE = 0;

  /** Kind of the first part of a split record. */
  static final int FIRST = 1;

  /** Kind of a part between the first and the last. */
  static final int MIDDLE = 2;

  /** Kind of the last part of a split record. */
  static final int LAST = 3;

  /** Longest record that we write or read: far beyond a photo, far below memory. */
  static final int MAX_RECORD_BYTES = 64 << 20;

  private static final int LENGTH_BITS = 29;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  private RecordFormat() {}

  static int word(int kind, int length) {
    return kind << LENGTH_BITS | length;
  }

  static int kind(int word) {
    return word >>> LENGTH_BITS;
  }

  static int length(int word) {
    return word & LENGTH_MASK;
  }

  static int padding(int length) {
    return -length & 3;
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

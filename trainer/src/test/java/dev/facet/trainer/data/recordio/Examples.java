package dev.facet.trainer.data.recordio;

import dev.facet.trainer.data.SeededRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Records that try every branch of the format. */
final class Examples {

  private Examples() {}

  /** Lengths 0 to 40; every third has the magic somewhere, some more than once. */
  static List<byte[]> records() {
    List<byte[]> records = new ArrayList<>();
    for (int length = 0; length <= 40; length++) {
      SeededRandom random = SeededRandom.at(1, length);
      byte[] record = new byte[length];
      random.nextBytes(record);
      if (length % 3 == 0) {
        for (int at = 0; at + 4 <= length; at += 4 * (1 + random.nextInt(3))) {
          putMagic(record, at);
        }
      } else if (length > 10 && length % 3 == 1) {
        putMagic(record, random.nextInt(length - 3));
      }
      records.add(record);
    }
    return records;
  }

  private static void putMagic(byte[] record, int at) {
    ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).putInt(at, RecordFormat.MAGIC);
  }
}

package dev.facet.trainer.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes TensorFlow's record format ({@code tensorflow/core/lib/io/record_writer.h}),
 * little-endian: the length of a record (64 bit), its masked checksum (32 bit), the record, its
 * masked checksum. Not thread-safe.
 */
final class TfRecordWriter implements Closeable {

  /** Masks keep checksums apart from data, of which a checksum may be taken once more. */
  private static final int MASK_DELTA = 0xa282ead8;

  private static final int MASK_ROTATION = 15;

  private final OutputStream out;

  private TfRecordWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins a new file.
   *
   * @throws IOException if it exists already, or cannot be made
   */
  static TfRecordWriter create(Path file) throws IOException {
    return new TfRecordWriter(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
  }

  /** Appends a record, which is in the file when this returns. */
  void write(byte[] record) throws IOException {
    ByteBuffer framed =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + record.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    framed.putLong(record.length);
    framed.putInt(maskedChecksum(framed.array(), Long.BYTES));
    framed.put(record);
    framed.putInt(maskedChecksum(record, record.length));
    out.write(framed.array());
  }

  private static int maskedChecksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return Integer.rotateRight((int) checksum.getValue(), MASK_ROTATION) + MASK_DELTA;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

package dev.facet.trainer.data.recordio;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a RecordIO file and its index, byte for byte as MXNet does. Not thread-safe. */
public final class RecordWriter implements Closeable {

  private final OutputStream records;
  private final Writer index;
  private long written;

  private RecordWriter(OutputStream records, Writer index) {
    this.records = records;
    this.index = index;
  }

  /**
   * Begins two new files.
   *
   * @param records the {@code .rec} file
   * @param index the {@code .idx} file
   * @throws IOException if one exists already, or cannot be made
   */
  public static RecordWriter create(Path records, Path index) throws IOException {
    OutputStream out = Files.newOutputStream(records, StandardOpenOption.CREATE_NEW);
    try {
      return new RecordWriter(
          new BufferedOutputStream(out),
          Files.newBufferedWriter(index, StandardOpenOption.CREATE_NEW));
    } catch (IOException e) {
      out.close();
      throw e;
    }
  }

  /**
   * Appends a record.
   *
   * @param key how it will be found, at least 0 and of no other record
   * @param record at most 64 MiB
   */
  public void write(int key, byte[] record) throws IOException {
    if (record.length > RecordFormat.MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "record %d: %d bytes (expected: at most %d)"
              .formatted(key, record.length, RecordFormat.MAX_RECORD_BYTES));
    }
    index.write(key + "\t" + written + "\n");
    ByteBuffer view = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    int begin = 0;
    for (int at = 0; at + 4 <= record.length; at += 4) {
      if (view.getInt(at) == RecordFormat.MAGIC) {
        writePart(begin == 0 ? RecordFormat.FIRST : RecordFormat.MIDDLE, record, begin, at - begin);
        begin = at + 4;
      }
    }
    writePart(
        begin == 0 ? RecordFormat.WHOLE : RecordFormat.LAST, record, begin, record.length - begin);
  }

  private void writePart(int kind, byte[] record, int begin, int length) throws IOException {
    int padding = RecordFormat.padding(length);
    records.write(
        RecordFormat.buffer(RecordFormat.HEADER_BYTES)
            .putInt(RecordFormat.MAGIC)
            .putInt(RecordFormat.word(kind, length))
            .array());
    records.write(record, begin, length);
    records.write(new byte[padding]);
    written += RecordFormat.HEADER_BYTES + length + padding;
  }

  @Override
  public void close() throws IOException {
    try (records;
        index) {
      records.flush();
    }
  }
}

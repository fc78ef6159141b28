package dev.facet.trainer.data.recordio;

import dev.facet.trainer.data.BadDataException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads records of a RecordIO file by their keys. What a file says is checked before memory is
 * taken for it. Thread-safe; a thread must not be interrupted while it reads, since that closes the
 * file for all.
 */
public final class RecordReader implements Closeable {

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final RecordIndex index;

  private RecordReader(Path file, FileChannel channel, RecordIndex index) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
    this.index = index;
  }

  /**
   * Opens a file and reads its index.
   *
   * @param records the {@code .rec} file
   * @param index the {@code .idx} file
   * @throws BadDataException if the index is not of its format
   * @throws IOException if a file cannot be read
   */
  public static RecordReader open(Path records, Path index) throws IOException {
    RecordIndex read = RecordIndex.read(index);
    FileChannel channel = FileChannel.open(records, StandardOpenOption.READ);
    try {
      return new RecordReader(records, channel, read);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The keys of all records, ascending. A copy. */
  public int[] keys() {
    return index.keys();
  }

  /**
   * Reads a record.
   *
   * @throws BadDataException if there is none of this key, or it is broken or over 64 MiB
   * @throws IOException if the file cannot be read
   */
  public byte[] read(int key) throws IOException {
    return read(key, RecordFormat.MAX_RECORD_BYTES);
  }

  /**
   * Reads the begin of a record.
   *
   * @param atMost this many bytes are enough; as many as there are come of a shorter record
   * @throws BadDataException as for {@link #read(int)}
   */
  byte[] read(int key, int atMost) throws IOException {
    long at = index.offset(key);
    if (at < 0) {
      throw new BadDataException(file, "record " + key + ": not in the index");
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    boolean begun = false;
    while (true) {
      ByteBuffer header = bytes(key, at, RecordFormat.HEADER_BYTES);
      int magic = header.getInt();
      int word = header.getInt();
      int kind = RecordFormat.kind(word);
      int length = RecordFormat.length(word);
      boolean ends = kind == RecordFormat.WHOLE || kind == RecordFormat.LAST;
      boolean begins = kind == RecordFormat.WHOLE || kind == RecordFormat.FIRST;
      if (magic != RecordFormat.MAGIC || kind > RecordFormat.LAST || begins == begun) {
        throw new BadDataException(file, "record %d: no part of it at byte %d".formatted(key, at));
      }
      if (begun) {
        record.writeBytes(RecordFormat.buffer(4).putInt(RecordFormat.MAGIC).array());
      }
      if (record.size() + (long) length > RecordFormat.MAX_RECORD_BYTES) {
        throw new BadDataException(
            file, "record %d: over %d bytes".formatted(key, RecordFormat.MAX_RECORD_BYTES));
      }
      int wanted = Math.min(length, atMost - record.size());
      record.writeBytes(bytes(key, at + RecordFormat.HEADER_BYTES, wanted).array());
      if (ends || record.size() >= atMost) {
        return record.toByteArray();
      }
      begun = true;
      at += RecordFormat.HEADER_BYTES + length + RecordFormat.padding(length);
    }
  }

  private ByteBuffer bytes(int key, long at, int count) throws IOException {
    if (at > size - count) {
      throw new BadDataException(
          file, "record %d: the file ends at byte %d, within it".formatted(key, size));
    }
    ByteBuffer buffer = RecordFormat.buffer(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new BadDataException(file, "record %d: the file has shrunk".formatted(key));
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

package dev.facet.trainer.data.recordio;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a record holds, by MXNet's {@code recordio.pack}, little-endian: a number of labels (32
 * bit), one label (float32), two ids (64 bit each), the labels (float32) where their number is not
 * 0, then the data. Where it is 0, the one label counts.
 */
public final class ImageRecord {

  /** Bytes before the labels. */
  static final int HEADER_BYTES = 24;

  private final float[] labels;
  private final long id;
  private final byte[] data;

  /**
   * A record.
   *
   * @param labels at least one
   * @param id any number that tells it from others; the second, higher id is 0
   * @param data an image file, or nothing; taken over
   */
  public ImageRecord(float[] labels, long id, byte[] data) {
    this.labels = labels.clone();
    this.id = id;
    this.data = data;
  }

  /**
   * Takes a record apart.
   *
   * @throws IllegalArgumentException if it is too short for its labels; the message says so
   */
  public static ImageRecord parse(byte[] record) {
    try {
      ByteBuffer in = ByteBuffer.wrap(record).order(LITTLE_ENDIAN);
      int count = in.getInt();
      float label = in.getFloat();
      long id = in.getLong();
      in.getLong();
      float[] labels = {label};
      if (count != 0) {
        if (count < 0 || count > in.remaining() / Float.BYTES) {
          throw new BufferUnderflowException();
        }
        labels = new float[count];
        in.asFloatBuffer().get(labels);
        in.position(in.position() + count * Float.BYTES);
      }
      return new ImageRecord(labels, id, Arrays.copyOfRange(record, in.position(), record.length));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "%d bytes (expected: a header and as many labels as it says)".formatted(record.length),
          e);
    }
  }

  /**
   * How long a record is up to its data.
   *
   * @param header its first {@link #HEADER_BYTES} bytes
   */
  static int bytesWithLabels(byte[] header) {
    if (header.length < HEADER_BYTES) {
      return HEADER_BYTES;
    }
    long count = Integer.toUnsignedLong(ByteBuffer.wrap(header).order(LITTLE_ENDIAN).getInt());
    return (int) Math.min(RecordFormat.MAX_RECORD_BYTES, HEADER_BYTES + count * Float.BYTES);
  }

  /** The record as one array; a lone label stands in the header. */
  public byte[] bytes() {
    int count = labels.length == 1 ? 0 : labels.length;
    byte[] record = new byte[HEADER_BYTES + count * Float.BYTES + data.length];
    ByteBuffer out = ByteBuffer.wrap(record).order(LITTLE_ENDIAN);
    out.putInt(count).putFloat(count == 0 ? labels[0] : 0).putLong(id).putLong(0);
    for (int i = 0; i < count; i++) {
      out.putFloat(labels[i]);
    }
    out.put(data);
    return record;
  }

  /** Number of labels, at least 1. */
  public int labels() {
    return labels.length;
  }

  /** One of the labels. */
  public float label(int index) {
    return labels[index];
  }

  /** The id. */
  public long id() {
    return id;
  }

  /** The image file: the array itself, not a copy. */
  public byte[] data() {
    return data;
  }
}

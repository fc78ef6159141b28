package dev.facet.trainer.log;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * The metrics of a run as TensorBoard reads them: records of the message {@code Event} of {@code
 * tensorflow/core/util/event.proto}, with scalars as {@code Summary.Value}s of {@code
 * tensorflow/core/framework/summary.proto}. A process writes a file of its own; the first event
 * after the version tells TensorBoard to forget what earlier files say of later steps. Not
 * thread-safe.
 */
final class EventFile implements Closeable {

  private static final String VERSION = "brain.Event:2";

  /** Numbers of fields, by message. */
  private static final int EVENT_WALL_TIME = 1;

  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int EVENT_SESSION_LOG = 7;
  private static final int SESSION_LOG_STATUS = 1;
  private static final int SESSION_LOG_START = 1;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE_VALUE = 2;

  private final TfRecordWriter records;
  private final InstantSource clock;

  private EventFile(TfRecordWriter records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * Begins a file, named by the time, so that the files of a run are in their order by name.
   *
   * @param directory where TensorBoard will look
   * @param steps number of steps taken before the run begins or goes on
   */
  static EventFile create(Path directory, long steps, InstantSource clock) throws IOException {
    Path file = directory.resolve("events.out.tfevents." + clock.millis());
    EventFile events = new EventFile(TfRecordWriter.create(file), clock);
    events.write(0, out -> out.writeString(EVENT_FILE_VERSION, VERSION));
    byte[] start = message(out -> out.writeEnum(SESSION_LOG_STATUS, SESSION_LOG_START));
    // TensorBoard forgets this step and all behind it.
    events.write(steps + 1, out -> out.writeByteArray(EVENT_SESSION_LOG, start));
    return events;
  }

  /** Appends an event, which is in the file when this returns. */
  void write(Measured measured) throws IOException {
    byte[] summary =
        message(
            out -> {
              for (Map.Entry<Metric, Double> entry : measured.values().entrySet()) {
                out.writeByteArray(SUMMARY_VALUE, value(entry.getKey(), entry.getValue()));
              }
            });
    write(measured.step(), out -> out.writeByteArray(EVENT_SUMMARY, summary));
  }

  private static byte[] value(Metric metric, double value) throws IOException {
    return message(
        out -> {
          out.writeString(VALUE_TAG, metric.label());
          out.writeFloat(VALUE_SIMPLE_VALUE, (float) value);
        });
  }

  private void write(long step, Fields what) throws IOException {
    Instant now = clock.instant();
    records.write(
        message(
            out -> {
              out.writeDouble(EVENT_WALL_TIME, now.getEpochSecond() + now.getNano() * 1e-9);
              out.writeInt64(EVENT_STEP, step);
              what.writeTo(out);
            }));
  }

  /** The fields of a message. */
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.writeTo(out);
    out.flush();
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}

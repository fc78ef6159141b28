package dev.facet.trainer.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads event files by the definitions of TensorFlow: messages through descriptors, checksums bit
 * by bit. It shares nothing with what writes them.
 */
final class EventReader {

  private static final Descriptor EVENT = descriptor();

  private EventReader() {}

  /**
   * An event.
   *
   * @param wallTime seconds since 1970
   * @param version empty in all but the first
   * @param starts whether earlier files' later steps are to be forgotten
   * @param scalars by tag
   */
  record Event(
      double wallTime, long step, String version, boolean starts, Map<String, Float> scalars) {}

  /** All events of a file, every checksum checked. */
  static List<Event> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertEquals(masked(crc32c(length)), in.getInt(), "checksum of a length");
      byte[] record =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(record);
      assertEquals(masked(crc32c(record)), in.getInt(), "checksum of a record");
      events.add(event(DynamicMessage.parseFrom(EVENT, record)));
    }
    return events;
  }

  private static Event event(DynamicMessage message) {
    assertEquals(Map.of(), message.getUnknownFields().asMap(), "fields that Event does not have");
    Map<String, Float> scalars = new TreeMap<>();
    DynamicMessage summary = (DynamicMessage) get(message, "summary");
    for (Object value : (List<?>) get(summary, "value")) {
      DynamicMessage scalar = (DynamicMessage) value;
      scalars.put((String) get(scalar, "tag"), (Float) get(scalar, "simple_value"));
    }
    DynamicMessage session = (DynamicMessage) get(message, "session_log");
    return new Event(
        (Double) get(message, "wall_time"),
        (Long) get(message, "step"),
        (String) get(message, "file_version"),
        get(session, "status").equals(1),
        scalars);
  }

  private static Object get(DynamicMessage message, String field) {
    return message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  /** The Castagnoli polynomial, reflected, a bit at a time. */
  static int crc32c(byte[] bytes) {
    int crc = ~0;
    for (byte next : bytes) {
      crc ^= next & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
      }
    }
    return ~crc;
  }

  private static int masked(int crc) {
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  private static Descriptor descriptor() {
    DescriptorProto value =
        message(
            "Value",
            field("tag", 1, FieldDescriptorProto.Type.TYPE_STRING),
            field("simple_value", 2, FieldDescriptorProto.Type.TYPE_FLOAT));
    DescriptorProto summary =
        message(
            "Summary",
            nested("value", 1, "Value").setLabel(FieldDescriptorProto.Label.LABEL_REPEATED));
    DescriptorProto session =
        message("SessionLog", field("status", 1, FieldDescriptorProto.Type.TYPE_INT32));
    DescriptorProto event =
        message(
            "Event",
            field("wall_time", 1, FieldDescriptorProto.Type.TYPE_DOUBLE),
            field("step", 2, FieldDescriptorProto.Type.TYPE_INT64),
            field("file_version", 3, FieldDescriptorProto.Type.TYPE_STRING),
            nested("summary", 5, "Summary"),
            nested("session_log", 7, "SessionLog"));
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("event.proto")
            .setSyntax("proto3")
            .addAllMessageType(List.of(value, summary, session, event))
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Event");
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DescriptorProto message(String name, FieldDescriptorProto.Builder... fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    for (FieldDescriptorProto.Builder field : fields) {
      message.addField(field);
    }
    return message.build();
  }

  private static FieldDescriptorProto.Builder nested(String name, int number, String type) {
    return field(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type);
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }
}

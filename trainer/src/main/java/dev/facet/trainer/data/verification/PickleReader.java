package dev.facet.trainer.data.verification;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what Python's pickle wrote of lists, pairs, byte strings and truth values, in protocol 2 to
 * 5. It runs nothing and looks up no name: it knows no opcode that could, and refuses every opcode
 * that it does not know. What it keeps is bounded by the pickle's length and by {@link #MOST}.
 *
 * <p>Opcodes are those of CPython's {@code pickletools.py}. Python 2 wrote byte strings as {@code
 * str}, with opcodes of their own.
 */
final class PickleReader {

  /** Most values that a pickle may hold, which is far more than any verification set has. */
  static final int MOST = 4_000_000;

  private static final int FIRST_PROTOCOL = 2;
  private static final int LAST_PROTOCOL = 5;

  /** Where a byte string lies in the pickle. */
  record Bytes(int offset, int length) {}

  /** Two values that belong together. */
  record Pair(Object first, Object second) {}

  /** Divides the stack; no value. */
  private enum Mark {
    MARK
  }

  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private int values;

  private PickleReader(byte[] pickle) {
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a pickle.
   *
   * @return a {@code List<Object>}, {@link Pair}, {@link Bytes} or {@code Boolean}
   * @throws BadPickleException if it is broken or has anything else in it
   */
  static Object read(byte[] pickle) throws BadPickleException {
    PickleReader reader = new PickleReader(pickle);
    try {
      return reader.read();
    } catch (BufferUnderflowException e) {
      throw new BadPickleException("ends at byte %d, too early".formatted(pickle.length));
    }
  }

  private Object read() throws BadPickleException {
    while (true) {
      int at = in.position();
      int opcode = in.get() & 0xff;
      switch (opcode) {
        case 0x80 -> protocol(in.get() & 0xff);
        case 0x95 -> in.getLong(); // A frame's length, which only matters to buffering.
        case '(' -> push(Mark.MARK);
        case ']' -> push(new ArrayList<>());
        case 0x88 -> push(true);
        case 0x89 -> push(false);
        case 'C', 'U' -> push(bytes(in.get() & 0xff));
        case 'B' -> push(bytes(Integer.toUnsignedLong(in.getInt())));
        case 'T' -> push(bytes(in.getInt()));
        case 0x8e -> push(bytes(in.getLong()));
        case 'a' -> append(pop(at), at);
        case 'e' -> appendAll(at);
        case 0x86 -> pair(at);
        case 0x94 -> remember(memo.size(), at);
        case 'q' -> remember(in.get() & 0xff, at);
        case 'r' -> remember(Integer.toUnsignedLong(in.getInt()), at);
        case 'h' -> push(remembered(in.get() & 0xff, at));
        case 'j' -> push(remembered(Integer.toUnsignedLong(in.getInt()), at));
        case '.' -> {
          return end(at);
        }
        default ->
            throw new BadPickleException(
                "opcode 0x%02x at byte %d (expected: only lists, pairs, bytes and truth values)"
                    .formatted(opcode, at));
      }
    }
  }

  private static void protocol(int version) throws BadPickleException {
    if (version < FIRST_PROTOCOL || version > LAST_PROTOCOL) {
      throw new BadPickleException(
          "protocol %d (expected: %d to %d)".formatted(version, FIRST_PROTOCOL, LAST_PROTOCOL));
    }
  }

  private void push(Object value) throws BadPickleException {
    if (++values > MOST) {
      throw new BadPickleException("more than " + MOST + " values");
    }
    stack.add(value);
  }

  private Bytes bytes(long length) throws BadPickleException {
    if (length < 0 || length > in.remaining()) {
      throw new BadPickleException(
          "%d bytes at byte %d (expected: 0 to %d)"
              .formatted(length, in.position(), in.remaining()));
    }
    Bytes bytes = new Bytes(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return bytes;
  }

  private Object pop(int at) throws BadPickleException {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == Mark.MARK) {
      throw new BadPickleException("no value for the opcode at byte " + at);
    }
    return stack.remove(stack.size() - 1);
  }

  private void append(Object value, int at) throws BadPickleException {
    Object list = pop(at);
    list(list, at).add(value);
    stack.add(list);
  }

  private void appendAll(int at) throws BadPickleException {
    int mark = stack.lastIndexOf(Mark.MARK);
    if (mark < 1) {
      throw new BadPickleException("no mark for the opcode at byte " + at);
    }
    List<Object> items = stack.subList(mark + 1, stack.size());
    list(stack.get(mark - 1), at).addAll(items);
    stack.subList(mark, stack.size()).clear();
  }

  @SuppressWarnings("unchecked") // Every list on the stack was made here, of objects.
  private static List<Object> list(Object value, int at) throws BadPickleException {
    if (value instanceof List) {
      return (List<Object>) value;
    }
    throw new BadPickleException("no list for the opcode at byte " + at);
  }

  private void pair(int at) throws BadPickleException {
    Object second = pop(at);
    Object first = pop(at);
    stack.add(new Pair(first, second));
  }

  private void remember(long place, int at) throws BadPickleException {
    Object value = pop(at);
    stack.add(value);
    memo.put(place, value);
    if (memo.size() > MOST) {
      throw new BadPickleException("more than " + MOST + " values remembered");
    }
  }

  private Object remembered(long place, int at) throws BadPickleException {
    Object value = memo.get(place);
    if (value == null) {
      throw new BadPickleException("nothing remembered for the opcode at byte " + at);
    }
    return value;
  }

  private Object end(int at) throws BadPickleException {
    Object value = pop(at);
    if (!stack.isEmpty()) {
      throw new BadPickleException("values left over at the end, byte " + at);
    }
    return value;
  }
}

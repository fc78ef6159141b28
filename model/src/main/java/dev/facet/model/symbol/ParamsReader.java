package dev.facet.model.symbol;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.symbol.TensorInfo.ElementType;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads a {@code .params} file. Nothing is allocated by a number of the file before that number is
 * checked against the bytes that are left.
 */
final class ParamsReader {
  /** Arrays before MXNet 0.12 begin with their rank and have lengths of 32 bits. */
  private static final int MAX_RANK = 32;

  private static final int V1_MAGIC = 0xF993FAC8;
  private static final int V3_MAGIC = 0xF993FACA;
  private static final int MAX_NAME_BYTES = 4096;

  private final Path file;
  private final InputStream in;
  private long left;

  private ParamsReader(Path file, InputStream in, long left) {
    this.file = file;
    this.in = in;
    this.left = left;
  }

  /** What is made of an array, once its header is read and its values come next. */
  private interface Body<T> {
    T read(ParamsReader reader, String what, TensorInfo info) throws IOException;
  }

  static Map<String, TensorInfo> readInfos(Path file) throws BadBundleException {
    return read(file, ParamsReader::skip);
  }

  static Map<String, FloatTensor> readFloats(Path file) throws BadBundleException {
    return read(file, ParamsReader::floats);
  }

  /** The names come last in the file: it is gone through twice. */
  static Map<String, FloatTensor> readFloats(Path file, Predicate<String> wanted)
      throws BadBundleException {
    Iterator<String> names = List.copyOf(readInfos(file).keySet()).iterator();
    Map<String, Optional<FloatTensor>> tensors =
        read(
            file,
            (reader, what, info) -> {
              // A file that changes meanwhile may have more arrays.
              if (names.hasNext() && wanted.test(names.next())) {
                return Optional.of(reader.floats(what, info));
              }
              reader.skip(what, info);
              return Optional.empty();
            });
    Map<String, FloatTensor> found = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> tensor.ifPresent(values -> found.put(name, values)));
    return found;
  }

  private static <T> Map<String, T> read(Path file, Body<T> body) throws BadBundleException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return new ParamsReader(file, in, Files.size(file)).tensors(body);
    } catch (BadBundleException e) {
      throw e;
    } catch (EOFException e) {
      throw new BadBundleException(file, "truncated (expected: an MXNet .params file)", e);
    } catch (IOException e) {
      throw new BadBundleException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private <T> Map<String, T> tensors(Body<T> body) throws IOException {
    long magic = int64();
    if (magic != ParamsFile.LIST_MAGIC) {
      throw bad("magic", "0x" + Long.toHexString(magic), "0x112, an MXNet .params file");
    }
    int64();
    long count = count("arrays", Integer.BYTES);
    List<T> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String what = "array " + i;
      bodies.add(body.read(this, what, info(what)));
    }
    long names = count("names", Long.BYTES);
    if (names != count) {
      throw bad("names", names, count + ", one for each array");
    }
    Map<String, T> tensors = new LinkedHashMap<>();
    for (T tensor : bodies) {
      String name = name();
      if (tensors.put(name, tensor) != null) {
        throw bad("name", name, "each name once");
      }
    }
    if (left != 0) {
      throw bad("size", left + " bytes after the last name", "none");
    }
    return tensors;
  }

  private TensorInfo info(String what) throws IOException {
    int magic = int32();
    TensorShape shape;
    switch (magic) {
      case ParamsFile.V2_MAGIC, V3_MAGIC -> {
        int storage = int32();
        if (storage != ParamsFile.DENSE) {
          throw bad(what + ": storage", storage, "0, a dense array");
        }
        shape = shape(what, int32(), Long.BYTES);
      }
      case V1_MAGIC -> shape = shape(what, int32(), Long.BYTES);
      default -> shape = shape(what, magic, Integer.BYTES);
    }
    int64(); // The device that held it: its kind and its number.
    return new TensorInfo(type(what, int32()), shape);
  }

  private TensorShape shape(String what, int rank, int bytesPerLength) throws IOException {
    if (rank < 1 || rank > MAX_RANK) {
      throw bad(what + ": rank", rank, "1 to " + MAX_RANK);
    }
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long length = bytesPerLength == Long.BYTES ? int64() : Integer.toUnsignedLong(int32());
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw bad(what + ": length", length, "0 to " + Integer.MAX_VALUE);
      }
      dims.add((int) length);
    }
    return new TensorShape(dims);
  }

  private ElementType type(String what, int code) throws BadBundleException {
    for (ElementType type : ElementType.values()) {
      if (type.code() == code) {
        return type;
      }
    }
    throw bad(what + ": type", code, "one of MXNet's codes, such as 0 for float32");
  }

  private TensorInfo skip(String what, TensorInfo info) throws IOException {
    in.skipNBytes(takeValues(what, info));
    return info;
  }

  private FloatTensor floats(String what, TensorInfo info) throws IOException {
    if (info.type() != ElementType.FLOAT32) {
      throw bad(what + ": type", info.type(), ElementType.FLOAT32.toString());
    }
    long bytes = takeValues(what, info);
    if (bytes > Integer.MAX_VALUE - Long.BYTES) {
      throw bad(what + ": size", bytes + " bytes", "below 2 GiB");
    }
    float[] values = new float[(int) (bytes / Float.BYTES)];
    ByteBuffer.wrap(in.readNBytes((int) bytes))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return new FloatTensor(info.shape(), values);
  }

  /** Counts an array's values as read. */
  private long takeValues(String what, TensorInfo info) throws IOException {
    long bytes;
    try {
      bytes = Math.multiplyExact(info.shape().elements(), info.type().bytes());
    } catch (ArithmeticException e) {
      throw new BadBundleException(
          file, what + ": shape " + info.shape() + " is beyond any file", e);
    }
    take(bytes);
    return bytes;
  }

  private String name() throws IOException {
    long length = int64();
    if (length < 0 || length > MAX_NAME_BYTES) {
      throw bad("length of a name", length, "0 to " + MAX_NAME_BYTES);
    }
    take(length);
    return new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
  }

  /** A number of things that take at least so many bytes each. */
  private long count(String what, int leastBytes) throws IOException {
    long count = int64();
    if (count < 0 || count > left / leastBytes) {
      throw bad("number of " + what, count, "0 to " + left / leastBytes + " in what is left");
    }
    return count;
  }

  private int int32() throws IOException {
    return bytes(Integer.BYTES).getInt();
  }

  private long int64() throws IOException {
    return bytes(Long.BYTES).getLong();
  }

  private ByteBuffer bytes(int count) throws IOException {
    take(count);
    return ByteBuffer.wrap(in.readNBytes(count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void take(long bytes) throws EOFException {
    if (bytes > left) {
      throw new EOFException(bytes + " bytes expected, " + left + " left");
    }
    left -= bytes;
  }

  private BadBundleException bad(String key, Object value, String expected) {
    return new BadBundleException(file, key, value, expected);
  }
}

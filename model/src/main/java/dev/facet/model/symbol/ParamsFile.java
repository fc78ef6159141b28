package dev.facet.model.symbol;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.symbol.TensorInfo.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/**
 * MXNet's {@code .params} files: a list of named arrays, little-endian. Names begin with {@code
 * arg:} for weights and {@code aux:} for statistics that training does not learn.
 *
 * <p>The layout is that of {@code NDArray::Save} and {@code NDArray::Load} in MXNet's {@code
 * src/ndarray/ndarray.cc}.
 */
public final class ParamsFile {
  static final long LIST_MAGIC = 0x112;
  static final int V2_MAGIC = 0xF993FAC9;

  static final int DENSE = 0;
  private static final int CPU = 1;

  private ParamsFile() {}

  /**
   * Reads names, types and shapes, not the values; as MXNet 0.5 to 1.9 writes them.
   *
   * @return by name, in the order of the file
   * @throws BadBundleException if the file cannot be read, is truncated or is something else
   */
  public static Map<String, TensorInfo> read(Path file) throws BadBundleException {
    return ParamsReader.readInfos(file);
  }

  /**
   * Reads arrays of float32 with their values; as MXNet 0.5 to 1.9 writes them.
   *
   * @return by name, in the order of the file
   * @throws BadBundleException if the file cannot be read, is truncated, is something else or holds
   *     an array of another type
   */
  public static Map<String, FloatTensor> readFloats(Path file) throws BadBundleException {
    return ParamsReader.readFloats(file);
  }

  /**
   * Reads some of the arrays with their values, which are float32.
   *
   * @param wanted the names of these; those that the file does not have are left out
   * @return by name, in the order of the file
   * @throws BadBundleException if the file cannot be read, is truncated, is something else or holds
   *     one of these arrays in another type
   */
  public static Map<String, FloatTensor> readFloats(Path file, Predicate<String> wanted)
      throws BadBundleException {
    return ParamsReader.readFloats(file, wanted);
  }

  /**
   * Writes arrays of float32 as MXNet 1.x does.
   *
   * @param file the file; one that exists is replaced
   * @param tensors by name, in the order of the map
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Map<String, FloatTensor> tensors) throws IOException {
    try (FileChannel out = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
      write(out, buffer(24).putLong(LIST_MAGIC).putLong(0).putLong(tensors.size()));
      for (FloatTensor tensor : tensors.values()) {
        writeTensor(out, tensor);
      }
      write(out, buffer(8).putLong(tensors.size()));
      for (String name : tensors.keySet()) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        write(out, buffer(8 + utf8.length).putLong(utf8.length).put(utf8));
      }
    }
  }

  private static void writeTensor(FileChannel out, FloatTensor tensor) throws IOException {
    TensorShape shape = tensor.shape();
    ByteBuffer header = buffer(24 + 8 * shape.rank());
    header.putInt(V2_MAGIC).putInt(DENSE).putInt(shape.rank());
    shape.dims().forEach(header::putLong);
    write(out, header.putInt(CPU).putInt(0).putInt(ElementType.FLOAT32.code()));
    ByteBuffer data = buffer(Math.multiplyExact(4, tensor.values().length));
    for (float value : tensor.values()) {
      data.putFloat(value);
    }
    write(out, data);
  }

  private static void write(FileChannel out, ByteBuffer filled) throws IOException {
    filled.flip();
    while (filled.hasRemaining()) {
      out.write(filled);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

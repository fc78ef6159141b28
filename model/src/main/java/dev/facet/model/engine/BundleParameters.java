package dev.facet.model.engine;

import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import com.sun.jna.Memory;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.TensorInfo;
import dev.facet.model.symbol.TensorInfo.ElementType;
import dev.facet.model.symbol.TensorShape;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The parameters of a bundle's file, and those that were computed from them. */
final class BundleParameters {

  private final Path file;
  private final Map<String, FloatTensor> computed;

  /**
   * Parameters by the names of variables.
   *
   * @param file the parameters of a network
   * @param computed these hide those of the file
   */
  BundleParameters(Path file, Map<String, FloatTensor> computed) {
    this.file = file;
    this.computed = computed;
  }

  /**
   * Reads the values of a graph's parameters, by the names of its variables.
   *
   * @return those that the file has
   * @throws BadBundleException if the file is damaged, or one of them is not float32
   */
  static Map<String, FloatTensor> read(Path file, SymbolGraph graph) throws BadBundleException {
    Set<String> variables =
        graph.nodes().stream()
            .filter(SymbolNode::isVariable)
            .map(SymbolNode::name)
            .collect(Collectors.toSet());
    Map<String, FloatTensor> values = new HashMap<>();
    ParamsFile.readFloats(file, name -> variables.contains(bare(name)))
        .forEach((name, value) -> values.put(bare(name), value));
    return values;
  }

  /**
   * Holds the parameters against what a symbol takes. Reads only headers, so that a damaged file
   * never reaches MXNet's own reader.
   *
   * @param expected by name
   * @throws BadBundleException if one is missing, or of another shape or type
   */
  void require(Map<String, TensorShape> expected) throws BadBundleException {
    Map<String, TensorInfo> infos = new HashMap<>();
    ParamsFile.read(file).forEach((name, info) -> infos.put(bare(name), info));
    computed.forEach(
        (name, value) -> infos.put(name, new TensorInfo(ElementType.FLOAT32, value.shape())));
    List<String> missing =
        expected.keySet().stream().filter(name -> !infos.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new BadBundleException(
          file, "lacks " + String.join(", ", missing) + ", which the symbol takes");
    }
    for (Map.Entry<String, TensorShape> each : expected.entrySet()) {
      TensorInfo found = Objects.requireNonNull(infos.get(each.getKey()), each.getKey());
      TensorInfo wanted = new TensorInfo(ElementType.FLOAT32, each.getValue());
      if (!found.equals(wanted)) {
        throw new BadBundleException(file, each.getKey(), text(found), text(wanted));
      }
    }
  }

  /** Gives the engine the values of parameters that were {@linkplain #require required}. */
  void set(List<Parameter> parameters, MxNDManager manager) throws BadBundleException {
    Map<String, NDArray> arrays = new HashMap<>();
    if (!parameters.stream().allMatch(parameter -> computed.containsKey(parameter.getName()))) {
      load(manager).forEach(array -> arrays.put(bare(array.getName()), array));
    }
    for (Parameter parameter : parameters) {
      FloatTensor value = computed.get(parameter.getName());
      parameter.setArray(
          value == null
              ? Objects.requireNonNull(arrays.remove(parameter.getName()))
              : array(value, manager));
    }
    // What only the cut part of the symbol took.
    arrays.values().forEach(NDArray::close);
  }

  private Iterable<NDArray> load(MxNDManager manager) throws BadBundleException {
    try {
      return manager.load(file);
    } catch (EngineException e) {
      throw new BadBundleException(file, "MXNet refuses it: " + GraphLoader.firstLine(e), e);
    }
  }

  /** By way of memory that is freed at once, which that of direct buffers is not. */
  private static NDArray array(FloatTensor value, MxNDManager manager) {
    float[] values = value.values();
    long[] dims = value.shape().dims().stream().mapToLong(Integer::longValue).toArray();
    NDArray array = manager.create(new Shape(dims), DataType.FLOAT32);
    long bytes = (long) values.length * Float.BYTES;
    try (Memory memory = new Memory(bytes)) {
      memory.write(0, values, 0, values.length);
      array.set(memory.getByteBuffer(0, bytes));
    }
    return array;
  }

  /** The name in the symbol of {@code arg:name} or {@code aux:name} in the file. */
  private static String bare(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private static String text(TensorInfo info) {
    return info.shape() + " of " + info.type();
  }
}

package dev.facet.trainer.step;

import ai.djl.Device;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.TensorShape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * All that a training run changes: weights of the network, its moving statistics, class weights,
 * centres; float32. Not thread-safe. Holds native memory until closed.
 */
public final class Parameters implements AutoCloseable {

  /** Number of values that are in Java's memory at once where there may be many: 4 MiB. */
  private static final int BLOCK = 1 << 20;

  private final MxNDManager manager;
  private final Map<String, Parameter> parameters;

  /**
   * None as yet.
   *
   * @throws IllegalArgumentException if the machine or the engine lacks the device
   */
  public Parameters(ComputeDevice device) {
    this(EngineRuntime.newManager(device), new LinkedHashMap<>());
  }

  private Parameters(MxNDManager manager, Map<String, Parameter> parameters) {
    this.manager = manager;
    this.parameters = parameters;
  }

  /** The same parameters, of which those that are added here lie on another device. */
  Parameters on(Device device) {
    return device.equals(manager.getDevice())
        ? this
        : new Parameters(manager.newSubManager(device), parameters);
  }

  /**
   * Adds one.
   *
   * @param name a name not yet taken
   * @param value its first value; copied
   * @param learning how it learns
   * @throws IllegalArgumentException if the name is taken
   */
  public void add(String name, FloatTensor value, Learning learning) {
    add(name, value, learning, 0);
  }

  /** Adds one that learns from some step on; until then it stays as it is, without decay. */
  void add(String name, FloatTensor value, Learning learning, long from) {
    requireNotTaken(name);
    MxNDArray array = newArray(value.shape());
    array.set(value.values());
    add(name, array, learning, from);
  }

  /**
   * Adds one whose first values are computed, and never all in Java's memory: there may be many.
   *
   * @param name a name not yet taken
   * @param shape at least one row
   * @param values gives one after the other, row by row
   * @throws IllegalArgumentException if the name is taken
   */
  public void add(String name, TensorShape shape, DoubleSupplier values, Learning learning) {
    requireNotTaken(name);
    MxNDArray array = newArray(shape);
    int rows = shape.dim(0);
    int width = Math.toIntExact(shape.elements() / rows);
    int block = Math.max(1, BLOCK / width);
    for (int begin = 0; begin < rows; begin += block) {
      int end = Math.min(rows, begin + block);
      float[] some = new float[(end - begin) * width];
      for (int i = 0; i < some.length; i++) {
        some[i] = (float) values.getAsDouble();
      }
      try (NDArray part = manager.create(some, shape(shape.withDim(0, end - begin)))) {
        array.set(new NDIndex().addSliceDim(begin, end), part);
      }
    }
    add(name, array, learning, 0);
  }

  /**
   * Adds one of zeros, which never are in Java's memory: there may be many.
   *
   * @param name a name not yet taken
   * @throws IllegalArgumentException if the name is taken
   */
  public void addZeros(String name, TensorShape shape, Learning learning) {
    requireNotTaken(name);
    add(name, (MxNDArray) manager.zeros(shape(shape), DataType.FLOAT32), learning, 0);
  }

  private void requireNotTaken(String name) {
    if (parameters.containsKey(name)) {
      throw new IllegalArgumentException("parameter: " + name + " (expected: a name not taken)");
    }
  }

  private void add(String name, MxNDArray array, Learning learning, long from) {
    MxNDArray gradient = null;
    if (learning != Learning.NONE) {
      array.setRequiresGradient(true);
      gradient = (MxNDArray) array.getGradient();
    }
    parameters.put(name, new Parameter(name, learning, from, array, gradient));
  }

  /** Names, in the order in which they were added. */
  public List<String> names() {
    return List.copyOf(parameters.keySet());
  }

  /**
   * The array itself, for rules that change it in place. For a loss take {@link MicroBatch#copy}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public NDArray array(String name) {
    return get(name).array();
  }

  /**
   * A copy of the values.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public FloatTensor value(String name) {
    return read(get(name).array());
  }

  /**
   * Sets the values.
   *
   * @param value of the parameter's shape; copied
   * @throws IllegalArgumentException if there is none of that name, or the shape is another
   */
  public void set(String name, FloatTensor value) {
    write(name, get(name).array(), value);
  }

  /** Those with a gradient. */
  List<Parameter> learned() {
    return parameters.values().stream().filter(parameter -> parameter.gradient() != null).toList();
  }

  MxNDManager manager() {
    return manager;
  }

  static FloatTensor read(NDArray array) {
    int[] dims = Arrays.stream(array.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
    return new FloatTensor(TensorShape.of(dims), array.toFloatArray());
  }

  /** Fills an array; the name is for the message. */
  static void write(String name, NDArray array, FloatTensor value) {
    if (!shape(value.shape()).equals(array.getShape())) {
      throw new IllegalArgumentException(
          name + ": " + value.shape() + " (expected: " + read(array).shape() + ")");
    }
    array.set(value.values());
  }

  private MxNDArray newArray(TensorShape shape) {
    return manager.create(shape(shape), DataType.FLOAT32);
  }

  private static Shape shape(TensorShape shape) {
    return new Shape(shape.dims().stream().mapToLong(Integer::longValue).toArray());
  }

  /** The one of that name. */
  Parameter get(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("parameter: " + name + " (expected: one that was added)");
    }
    return parameter;
  }

  /** Frees the native memory, that of everything built on these parameters too. Idempotent. */
  @Override
  public void close() {
    manager.close();
  }
}

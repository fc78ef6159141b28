package dev.facet.model.engine;

import ai.djl.mxnet.engine.CachedOp;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.MxSymbolBlock;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A symbol with its parameters on one device, compiled: batches of input in, rows of output out. Of
 * several outputs a row holds the values of one item, output after output.
 *
 * <p>MXNet plans the memory and the kernels of a compiled symbol for one batch size, and plans
 * again whenever the size changes. So the symbol is compiled once for each size 1, 2, 4 and so on,
 * all sharing one set of parameters, and n items run as the batches that n is the sum of. No item
 * is padded. And it is compiled for each of the device's {@link Lanes}, in which threads do not
 * disturb each other.
 *
 * <p>Thread-safe: a thread computes in a lane of its own, and waits for one if all are taken.
 */
final class InferenceGraph implements AutoCloseable {

  /**
   * The largest batch that the engine is given at once, unless less is asked for. On a CPU, larger
   * ones are no faster (for mobileface-v2 1, 2, 4 and 8 gave 385, 581, 639 and 634 images a CPU
   * second fused, 113, 133, 138 and 138 as published), and their memory grows with the size.
   */
  static final int MAX_BATCH = 4;

  /**
   * The same for a quantised graph, which is about twice as fast, so that a batch takes no longer
   * than one of the others does (mobileface-v2 gave 1295, 1383, 1460, 1569 and, by batches of 16,
   * 1667 images a CPU second).
   */
  static final int MAX_QUANTIZED_BATCH = 8;

  /** The same on a GPU, which has cores for many faces at once. Chosen, not measured. */
  static final int MAX_GPU_BATCH = 32;

  private final MxNDManager manager;
  private final Shape itemShape;
  private final long itemBytes;
  private final int maxBatch;
  private final MxNDArray[] arguments;
  private final int inputIndex;

  private final Lanes lanes;

  /** For each lane the compiled symbol for batches of 1, 2, 4 and so on, up to the largest. */
  private final List<List<CachedOp>> compiled;

  /**
   * Where a batch is put together for the engine: one for each lane that ran at once. Not direct
   * buffers, whose memory only a garbage collection gives back.
   */
  private final Queue<Memory> idleBuffers = new ConcurrentLinkedQueue<>();

  /**
   * Compiles a symbol, which runs once it is {@linkplain #plan planned}.
   *
   * @param manager owns all that is native; closed with this graph
   * @param lanes those of the manager's device
   * @param block the symbol; all its parameters but the input are set
   * @param inputName which of the block's parameters is the input
   * @param itemShape shape of one item of input, without the batch axis
   * @param maxBatch the largest batch that the engine is given at once, a power of two
   */
  InferenceGraph(
      MxNDManager manager,
      Lanes lanes,
      MxSymbolBlock block,
      String inputName,
      Shape itemShape,
      int maxBatch) {
    this.manager = manager;
    this.lanes = lanes;
    this.itemShape = itemShape;
    this.maxBatch = maxBatch;
    itemBytes = itemShape.size() * Float.BYTES;
    List<Parameter> parameters = block.getAllParameters();
    arguments = new MxNDArray[parameters.size()];
    int input = -1;
    for (int i = 0; i < arguments.length; i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.getName().equals(inputName)) {
        input = i;
      } else {
        arguments[i] = (MxNDArray) parameter.getArray();
      }
    }
    inputIndex = input;
    compiled = new ArrayList<>();
    for (int lane = 0; lane < lanes.count(); lane++) {
      compiled.add(compile(block));
    }
  }

  /**
   * Makes the plans of all lanes, one batch size after the other. To be called once.
   *
   * @param step runs before each batch size, in no lane; what it throws ends the planning
   */
  void plan(Runnable step) {
    float[][] blank = new float[maxBatch][Math.toIntExact(itemShape.size())];
    for (int size = 1; size <= maxBatch; size *= 2) {
      step.run();
      float[][] batch = Arrays.copyOf(blank, size);
      // MXNet plans when a compiled symbol runs for the first time.
      lanes.plan(lane -> run(lane, batch));
    }
  }

  private List<CachedOp> compile(MxSymbolBlock block) {
    List<CachedOp> sizes = new ArrayList<>();
    for (int size = 1; size <= maxBatch; size *= 2) {
      sizes.add(JnaUtils.createCachedOp(block, manager, false));
    }
    return sizes;
  }

  /**
   * Runs items of input.
   *
   * @param items each of the item shape's size; any number
   * @return a row of output for each item, in order
   */
  float[][] run(float[][] items) {
    return lanes.inAny(lane -> run(lane, items));
  }

  private float[][] run(int lane, float[][] items) {
    float[][] rows = new float[items.length][];
    for (int from = 0; from < items.length; ) {
      from += runBatch(lane, items, rows, from);
    }
    return rows;
  }

  /**
   * Runs items of input while nobody needs the lanes for {@link #run}: what is run by that waits
   * for one batch of these at most. The rows are the same. Where others run all the time, this
   * waits for ever.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  float[][] runInBackground(float[][] items) throws InterruptedException {
    float[][] rows = new float[items.length][];
    for (int from = 0; from < items.length; ) {
      int first = from;
      from += lanes.<Integer>inBackground(lane -> runBatch(lane, items, rows, first));
    }
    return rows;
  }

  /** Runs as many of the items as make a batch, and says how many. */
  private int runBatch(int lane, float[][] items, float[][] rows, int from) {
    int size = Math.min(maxBatch, Integer.highestOneBit(items.length - from));
    try (MxNDManager scope = manager.newSubManager(manager.getDevice())) {
      MxNDArray[] inputs = arguments.clone();
      inputs[inputIndex] = batch(scope, items, from, size);
      CachedOp op = compiled.get(lane).get(Integer.numberOfTrailingZeros(size));
      NDArray[] outputs = JnaUtils.cachedOpInvoke(scope, op.getHandle(), inputs);
      float[][] values = new float[outputs.length][];
      for (int i = 0; i < outputs.length; i++) {
        values[i] = outputs[i].toFloatArray();
      }
      for (int i = 0; i < size; i++) {
        rows[from + i] = row(values, i, size);
      }
    }
    return size;
  }

  /** The values of one item of a batch. */
  private static float[] row(float[][] outputs, int item, int batch) {
    int length = 0;
    for (float[] output : outputs) {
      length += output.length / batch;
    }
    float[] row = new float[length];
    int at = 0;
    for (float[] output : outputs) {
      int width = output.length / batch;
      System.arraycopy(output, item * width, row, at, width);
      at += width;
    }
    return row;
  }

  private MxNDArray batch(MxNDManager scope, float[][] items, int from, int size) {
    Memory buffer = idleBuffers.poll();
    if (buffer == null) {
      buffer = new Memory(maxBatch * itemBytes);
    }
    for (int i = 0; i < size; i++) {
      buffer.write(i * itemBytes, items[from + i], 0, items[from + i].length);
    }
    MxNDArray array = scope.create(new Shape(size).addAll(itemShape), DataType.FLOAT32);
    array.set(buffer.getByteBuffer(0, size * itemBytes));
    idleBuffers.add(buffer);
    return array;
  }

  /** Shape of one item of input, without the batch axis. */
  Shape itemShape() {
    return itemShape;
  }

  /** The largest batch that the engine is given at once. */
  int maxBatch() {
    return maxBatch;
  }

  /** Frees the symbol and its parameters. Idempotent; no {@link #run} may be under way. */
  @Override
  public void close() {
    manager.close();
    for (Memory buffer = idleBuffers.poll(); buffer != null; buffer = idleBuffers.poll()) {
      buffer.close();
    }
  }
}

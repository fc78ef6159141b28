package dev.facet.trainer.step;

import ai.djl.Device;
import ai.djl.mxnet.engine.MxGradientCollector;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/**
 * One forward and backward pass, and the arrays that it needs. From its start to {@link #backward}
 * everything that this thread computes on the engine is recorded and in training mode, so no other
 * model may run in between: a teacher's embeddings are computed before.
 */
public final class MicroBatch implements AutoCloseable {

  private final Parameters parameters;
  private final long step;
  private final MxNDManager scope;
  private final GradientCollector recording;
  private final DoubleConsumer whenDone;

  /** The last one first. */
  private final Deque<Crossing> crossings = new ArrayDeque<>();

  /** Owners of arrays on further devices. */
  private final Map<Device, NDManager> others = new HashMap<>();

  MicroBatch(Parameters parameters, long step, DoubleConsumer whenDone) {
    this.parameters = parameters;
    this.step = step;
    this.whenDone = whenDone;
    MxNDManager manager = parameters.manager();
    recording = manager.getEngine().newGradientCollector();
    scope = manager.newSubManager(manager.getDevice());
  }

  /** Owns the arrays of this batch: images, labels and all that is computed from them. */
  public NDManager manager() {
    return scope;
  }

  /** Owns those that lie on the device where what is added to some parameters does. */
  public NDManager manager(Parameters home) {
    return manager(home.manager().getDevice());
  }

  private NDManager manager(Device device) {
    return device.equals(scope.getDevice())
        ? scope
        : others.computeIfAbsent(device, scope::newSubManager);
  }

  /**
   * A parameter for use in a loss, on its device. A copy that belongs to this batch, since results
   * belong to the manager of an operator's first argument, and would pile up in that of the
   * parameters; the gradient reaches the parameter through it.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public NDArray copy(String name) {
    NDArray parameter = parameters.array(name);
    return manager(parameter.getDevice())
        .invoke("_copy", new NDList(parameter), null)
        .singletonOrThrow();
  }

  /** Number of steps taken before the one that this batch is for. */
  public long step() {
    return step;
  }

  /** Computes something as in serving: not recorded, so that no gradient reaches what it is of. */
  <T> T unrecorded(Supplier<T> computation) {
    MxGradientCollector.setRecording(false);
    MxGradientCollector.setTraining(false);
    try {
      return computation.get();
    } finally {
      MxGradientCollector.setRecording(true);
      MxGradientCollector.setTraining(true);
    }
  }

  /**
   * Brings together what several devices computed. If that was recorded, the backward pass goes on
   * into each part.
   *
   * @param parts n x D each, of this batch
   * @return N x D on the first device, of this batch
   */
  public NDArray meet(List<NDArray> parts) {
    Meeting met = Meeting.of(scope, parts);
    if (MxGradientCollector.isRecording()) {
      crossings.push(met);
    }
    return met.whole();
  }

  /**
   * Copies what has met to several devices. The backward pass comes back from each copy.
   *
   * @param whole of {@link #meet}
   * @param homes parameters on these devices
   * @return a copy for each
   */
  public List<NDArray> spread(NDArray whole, List<Parameters> homes) {
    Spread spread = Spread.of(whole, homes.stream().map(this::manager).toList());
    crossings.push(spread);
    return spread.copies();
  }

  /**
   * Ends the recording and computes the gradients. To be called once.
   *
   * @param loss one number, computed from this batch
   * @return the loss
   */
  public double backward(NDArray loss) {
    recording.backward(loss);
    crossings.forEach(crossing -> crossing.backward(recording));
    recording.close();
    double value = loss.getFloat();
    whenDone.accept(value);
    return value;
  }

  /** Frees all arrays of this batch. */
  @Override
  public void close() {
    recording.close();
    scope.close();
  }
}

package dev.facet.trainer.step;

import ai.djl.mxnet.engine.MxGradientCollector;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private @Nullable Meeting meeting;

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

  /**
   * A parameter for use in a loss. A copy that belongs to this batch, since results belong to the
   * manager of an operator's first argument, and would pile up in that of the parameters; the
   * gradient reaches the parameter through it.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public NDArray copy(String name) {
    NDList parameter = new NDList(parameters.array(name));
    return scope.invoke("_copy", parameter, null).singletonOrThrow();
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
   * @param parts n x D each, of submanagers of {@link #manager}
   * @return N x D, of this batch
   */
  NDArray meet(List<NDArray> parts) {
    Meeting met = Meeting.of(scope, parts);
    if (MxGradientCollector.isRecording()) {
      meeting = met;
    }
    return met.whole();
  }

  /**
   * Ends the recording and computes the gradients. To be called once.
   *
   * @param loss one number, computed from this batch
   * @return the loss
   */
  public double backward(NDArray loss) {
    recording.backward(loss);
    if (meeting != null) {
      meeting.backward(recording);
    }
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

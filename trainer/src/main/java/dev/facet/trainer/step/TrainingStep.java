package dev.facet.trainer.step;

import ai.djl.mxnet.engine.MxOpParams;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.facet.model.symbol.FloatTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Takes the steps of a training run: gradients of one or more micro-batches, averaged, clipped and
 * followed. Not thread-safe; on one thread of one machine the same steps give the same bits.
 *
 * <pre>{@code
 * try (MicroBatch batch = step.begin()) {
 *   NDArray embeddings = graph.forward(batch.manager().create(pixels, shape));
 *   NDArray labels = batch.manager().create(classes);
 *   Map<String, NDArray> head = Map.of(ClassLoss.WEIGHT, batch.copy("classes"));
 *   batch.backward(loss.value(embeddings, head, labels, batch.step()));
 * }
 * StepReport report = step.update(schedule.rate(step.taken()));
 * }</pre>
 */
public final class TrainingStep {

  private final Parameters parameters;
  private final List<Parameter> learned;
  private final Replicas replicas;
  private final OptimizerState optimizer;
  private final double maxNorm;
  private final long seed;

  /** Sums of gradients, for steps of several micro-batches; made when first needed. */
  private final List<NDArray> sums = new ArrayList<>();

  private long taken;

  /** Micro-batches since the last step, and how many of them are in the sums. */
  private int batches;

  private int kept;
  private double lossSum;

  /**
   * Begins at step 0, on one device.
   *
   * @param parameters what is trained; all have been added
   * @param optimizer how
   * @param maxNorm the norm that all gradients together are clipped to, above 0; infinity: never
   * @param seed of dropout
   * @throws IllegalArgumentException if the norm is out of range or no parameter learns
   */
  public TrainingStep(Parameters parameters, Optimizer optimizer, double maxNorm, long seed) {
    this(parameters, new Replicas(parameters, List.of()), optimizer, maxNorm, seed);
  }

  /**
   * Begins at step 0, on the devices of a network.
   *
   * @param network what is trained, its parameters with those of a loss; all have been added
   * @see #TrainingStep(Parameters, Optimizer, double, long)
   */
  public TrainingStep(ParallelNetwork network, Optimizer optimizer, double maxNorm, long seed) {
    this(network.parameters(), network.replicas(), optimizer, maxNorm, seed);
  }

  private TrainingStep(
      Parameters parameters, Replicas replicas, Optimizer optimizer, double maxNorm, long seed) {
    Ranges.require(maxNorm > 0, "max norm", maxNorm, "above 0");
    this.parameters = parameters;
    this.learned = parameters.learned();
    this.replicas = replicas;
    this.maxNorm = maxNorm;
    this.seed = seed;
    Ranges.require(!learned.isEmpty(), "parameters that learn", 0, "1 or more");
    this.optimizer = new OptimizerState(optimizer, learned);
  }

  /** Begins a micro-batch. Dropout depends on the seed, the step and the micro-batch alone. */
  public MicroBatch begin() {
    keepGradients();
    // One that the next loss does not depend on would keep the gradient of the last one.
    learned.forEach(Parameter::clearGradient);
    replicas.clearGradients();
    JnaUtils.randomSeed(new SplittableRandom(seed ^ (taken << 16) ^ batches).nextInt());
    return new MicroBatch(
        parameters,
        taken,
        loss -> {
          replicas.addGradients();
          batches++;
          lossSum += loss;
        });
  }

  /** Adds the gradients to the sums before the next backward pass overwrites them. */
  private void keepGradients() {
    if (kept == batches) {
      return;
    }
    for (int i = 0; i < learned.size(); i++) {
      NDArray gradient = learned.get(i).requireGradient();
      if (sums.size() == i) {
        sums.add(gradient.zerosLike());
      }
      if (kept == 0) {
        gradient.copyTo(sums.get(i));
      } else {
        sums.get(i).addi(gradient);
      }
    }
    kept = batches;
  }

  /**
   * Takes the step.
   *
   * @param rate the learning rate, 0 or above
   * @throws NonFiniteStepException if the loss or the gradient is not finite: nothing was changed,
   *     and the micro-batches are forgotten
   * @throws IllegalStateException if no micro-batch was run
   */
  public StepReport update(double rate) {
    Ranges.requireNotNegative("rate", rate);
    if (batches == 0) {
      throw new IllegalStateException("micro-batches: 0 (expected: 1 or more before an update)");
    }
    List<NDArray> gradients = gradients();
    double norm = norm(gradients) / batches;
    StepReport report =
        new StepReport(taken, lossSum / batches, norm, rate, OptionalDouble.empty());
    double scale = Math.min(1, maxNorm / norm) / batches;
    batches = 0;
    kept = 0;
    lossSum = 0;
    if (!Double.isFinite(report.loss()) || !Double.isFinite(norm)) {
      throw new NonFiniteStepException(report);
    }
    optimizer.apply(gradients, taken, rate, scale);
    replicas.follow();
    taken++;
    return report;
  }

  private List<NDArray> gradients() {
    if (batches == 1 && kept == 0) {
      return learned.stream().<NDArray>map(Parameter::requireGradient).toList();
    }
    keepGradients();
    return sums;
  }

  private static double norm(List<NDArray> gradients) {
    return Math.sqrt(
        gradients.stream()
            .collect(
                Collectors.groupingBy(NDArray::getDevice, LinkedHashMap::new, Collectors.toList()))
            .values()
            .stream()
            .mapToDouble(TrainingStep::sumOfSquares)
            .sum());
  }

  /** Of arrays on one device. */
  private static double sumOfSquares(List<NDArray> arrays) {
    MxOpParams params = new MxOpParams();
    params.addParam("num_arrays", arrays.size());
    NDArray[] sources = arrays.toArray(NDArray[]::new);
    try (NDArray squares =
        arrays
            .get(0)
            .getManager()
            .invoke("multi_sum_sq", new NDList(sources), params)
            .singletonOrThrow()) {
      double sum = 0;
      for (float square : squares.toFloatArray()) {
        sum += square;
      }
      return sum;
    }
  }

  /** Number of steps taken. */
  public long taken() {
    return taken;
  }

  /**
   * What the optimiser keeps of a parameter, itself, for rules that change it in place.
   *
   * @param slot one of {@link Optimizer#slots}
   * @throws IllegalArgumentException if there is none of that name, or the parameter does not learn
   */
  NDArray slot(String slot, String parameter) {
    return optimizer.slot(slot, parameter);
  }

  /**
   * A copy of what the optimiser keeps, by {@code slot:parameter}. With {@link #taken} and the
   * parameters it is all that a run needs to go on, between steps.
   */
  public Map<String, FloatTensor> state() {
    return optimizer.export();
  }

  /**
   * Goes on where another run was. The parameters have been set as they were in it.
   *
   * @param taken its number of steps
   * @param state its {@link #state}
   * @throws IllegalArgumentException if the state is not of these parameters and this optimiser
   */
  public void restore(long taken, Map<String, FloatTensor> state) {
    Ranges.require(taken >= 0, "steps taken", taken, "0 or above");
    optimizer.restore(state);
    replicas.followEntirely();
    this.taken = taken;
  }
}

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
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Takes the steps of a training run: gradients of one or more micro-batches, averaged, clipped and
 * followed. Not thread-safe; on one thread of one machine the same steps give the same bits.
 *
 * <pre>{@code
 * try (MicroBatch batch = step.begin()) {
 *   NDArray embeddings = graph.forward(batch.manager().create(pixels, shape));
 *   NDArray labels = batch.manager().create(classes);
 *   Map<String, NDArray> head = Map.of(ClassLoss.WEIGHT, batch.copy("classes"));
 *   batch.backward(loss.value(embeddings, head, labels));
 * }
 * StepReport report = step.update(schedule.rate(step.taken()));
 * }</pre>
 */
public final class TrainingStep {

  private final Parameters parameters;
  private final List<Parameter> learned;
  private final Optimizer optimizer;
  private final double maxNorm;
  private final long seed;

  /** What the optimiser keeps, for each learned parameter. */
  private final List<List<NDArray>> slots = new ArrayList<>();

  /** Sums of gradients, for steps of several micro-batches; made when first needed. */
  private final List<NDArray> sums = new ArrayList<>();

  private long taken;
  private int batches;
  private double lossSum;

  /**
   * Begins at step 0.
   *
   * @param parameters what is trained; all have been added
   * @param optimizer how
   * @param maxNorm the norm that all gradients together are clipped to, above 0; infinity: never
   * @param seed of dropout
   * @throws IllegalArgumentException if the norm is out of range or no parameter learns
   */
  public TrainingStep(Parameters parameters, Optimizer optimizer, double maxNorm, long seed) {
    Ranges.require(maxNorm > 0, "max norm", maxNorm, "above 0");
    this.parameters = parameters;
    this.learned = parameters.learned();
    this.optimizer = optimizer;
    this.maxNorm = maxNorm;
    this.seed = seed;
    Ranges.require(!learned.isEmpty(), "parameters that learn", 0, "1 or more");
    for (Parameter parameter : learned) {
      Stream<String> names = optimizer.slots().stream();
      slots.add(names.map(name -> zerosLike(parameter)).toList());
    }
  }

  private NDArray zerosLike(Parameter parameter) {
    return parameter.array().getManager().zeros(parameter.array().getShape());
  }

  /** Begins a micro-batch. Dropout depends on the seed, the step and the micro-batch alone. */
  public MicroBatch begin() {
    if (batches > 0) {
      keepGradients();
    }
    JnaUtils.randomSeed(new SplittableRandom(seed ^ (taken << 16) ^ batches).nextInt());
    return new MicroBatch(
        parameters,
        loss -> {
          batches++;
          lossSum += loss;
        });
  }

  /** Adds the gradients to the sums before the next backward pass overwrites them. */
  private void keepGradients() {
    for (int i = 0; i < learned.size(); i++) {
      NDArray gradient = learned.get(i).requireGradient();
      if (sums.size() == i) {
        sums.add(zerosLike(learned.get(i)));
      }
      if (batches == 1) {
        gradient.copyTo(sums.get(i));
      } else {
        sums.get(i).addi(gradient);
      }
    }
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
    StepReport report = new StepReport(taken, lossSum / batches, norm, rate);
    double scale = Math.min(1, maxNorm / norm) / batches;
    batches = 0;
    lossSum = 0;
    if (!Double.isFinite(report.loss()) || !Double.isFinite(norm)) {
      throw new NonFiniteStepException(report);
    }
    for (int i = 0; i < gradients.size(); i++) {
      Parameter parameter = learned.get(i);
      boolean decayed = parameter.learning() == Learning.DECAYED;
      Optimizer.Update update = new Optimizer.Update(taken, rate, scale, decayed);
      optimizer.apply(parameter.array(), gradients.get(i), slots.get(i), update);
    }
    taken++;
    return report;
  }

  private List<NDArray> gradients() {
    if (batches == 1) {
      return learned.stream().<NDArray>map(Parameter::requireGradient).toList();
    }
    keepGradients();
    return sums;
  }

  private static double norm(List<NDArray> gradients) {
    MxOpParams params = new MxOpParams();
    params.addParam("num_arrays", gradients.size());
    NDArray[] sources = gradients.toArray(NDArray[]::new);
    try (NDArray squares =
        gradients
            .get(0)
            .getManager()
            .invoke("multi_sum_sq", new NDList(sources), params)
            .singletonOrThrow()) {
      double sum = 0;
      for (float square : squares.toFloatArray()) {
        sum += square;
      }
      return Math.sqrt(sum);
    }
  }

  /** Number of steps taken. */
  public long taken() {
    return taken;
  }

  /**
   * A copy of what the optimiser keeps, by {@code slot:parameter}. With {@link #taken} and the
   * parameters it is all that a run needs to go on, between steps.
   */
  public Map<String, FloatTensor> state() {
    Map<String, FloatTensor> state = new LinkedHashMap<>();
    byName().forEach((name, slot) -> state.put(name, Parameters.read(slot)));
    return state;
  }

  /**
   * Goes on where another run was.
   *
   * @param taken its number of steps
   * @param state its {@link #state}
   * @throws IllegalArgumentException if the state is not of these parameters and this optimiser
   */
  public void restore(long taken, Map<String, FloatTensor> state) {
    Ranges.require(taken >= 0, "steps taken", taken, "0 or above");
    Map<String, NDArray> slotsByName = byName();
    Ranges.require(
        state.keySet().equals(slotsByName.keySet()),
        "optimiser state",
        state.keySet(),
        slotsByName.keySet().toString());
    state.forEach(
        (name, value) ->
            Parameters.write(name, Objects.requireNonNull(slotsByName.get(name)), value));
    this.taken = taken;
  }

  private Map<String, NDArray> byName() {
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < learned.size(); i++) {
      for (int j = 0; j < optimizer.slots().size(); j++) {
        String name = optimizer.slots().get(j) + ":" + learned.get(i).name();
        named.put(name, slots.get(i).get(j));
      }
    }
    return named;
  }
}

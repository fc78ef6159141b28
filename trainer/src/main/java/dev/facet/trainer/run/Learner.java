package dev.facet.trainer.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.trainer.checkpoint.Checkpoint;
import dev.facet.trainer.config.NetworkConfig;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.data.SeededRandom;
import dev.facet.trainer.data.augment.Mixing;
import dev.facet.trainer.data.loader.Batch;
import dev.facet.trainer.data.loader.Position;
import dev.facet.trainer.step.Freezing;
import dev.facet.trainer.step.MicroBatch;
import dev.facet.trainer.step.ParallelNetwork;
import dev.facet.trainer.step.Parameters;
import dev.facet.trainer.step.StepReport;
import dev.facet.trainer.step.TrainingStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A network while it learns, with its loss and its optimiser. Used by one thread. */
final class Learner implements AutoCloseable {

  /** Tells what mixing draws from all else that the seed decides. */
  private static final long MIXING = 0x6d6978;

  private final Manifest.Input input;
  private final Mixing mixing;
  private final long seed;
  private final @Nullable Teacher teacher;
  private final ParallelNetwork network;
  private final Objective objective;
  private final TrainingStep step;

  /** Active shares of the micro-batches since the last step, of a comparison. */
  private final List<Double> active = new ArrayList<>();

  /**
   * At step 0.
   *
   * @param untrained what learns
   * @param teacher null without distillation; stays the caller's
   * @param people number of classes
   */
  Learner(TrainingConfig config, Network untrained, @Nullable Teacher teacher, int people) {
    this.input = untrained.manifest().input();
    this.mixing = config.objective().mixing();
    this.seed = config.seed();
    this.teacher = teacher;
    network =
        new ParallelNetwork(
            config.devices(),
            untrained.trained(),
            input.name(),
            untrained.weights(),
            freezing(config));
    try {
      objective = new Objective(config, network.homes(), people, untrained.dimension());
      step = new TrainingStep(network, config.optimizer(), config.steps().maxNorm(), config.seed());
    } catch (RuntimeException failed) {
      network.close();
      throw failed;
    }
  }

  private static Freezing freezing(TrainingConfig config) {
    NetworkConfig network = config.network();
    List<Predicate<String>> patterns =
        network.frozen().stream().map(Pattern::compile).map(Pattern::asMatchPredicate).toList();
    return new Freezing(
        name -> patterns.stream().anyMatch(pattern -> pattern.test(name)),
        network.frozenStatistics(),
        config.headFirst());
  }

  /** Runs a batch forward and backward; its gradients wait for {@link #update}. */
  void learn(Batch batch) {
    int n = batch.size();
    float[] data = mixed(batch);
    // Before recording begins, which would record the teacher too.
    float[][] targets = teacher == null ? null : teacher.embed(data, n);
    objective.begin(batch.labels(), step);
    try (MicroBatch micro = step.begin()) {
      NDManager manager = micro.manager();
      Shape shape = new Shape(n, input.channels().count(), input.height(), input.width());
      NDArray embeddings = network.forward(micro, data, shape);
      NDArray labels = manager.create(batch.labels());
      NDArray taught = targets == null ? null : manager.create(targets);
      Objective.Value value = objective.value(micro, embeddings, labels, taught);
      micro.backward(value.loss());
      value.active().ifPresent(active::add);
      objective.moveCentres(embeddings, labels);
    }
  }

  private float[] mixed(Batch batch) {
    Position at = batch.position();
    return mixing.apply(
        batch.data(),
        batch.size(),
        input.width(),
        input.height(),
        SeededRandom.at(seed, MIXING, at.epoch(), at.batch()));
  }

  /**
   * Takes the step.
   *
   * @throws dev.facet.trainer.step.NonFiniteStepException if loss or gradient are not finite
   */
  StepReport update(double rate) {
    OptionalDouble share = active.stream().mapToDouble(Double::doubleValue).average();
    active.clear();
    StepReport report = step.update(rate).withActive(share);
    objective.end(step);
    return report;
  }

  /** Number of steps taken. */
  long taken() {
    return step.taken();
  }

  /** The network's weights and statistics, by name as in a parameters file. */
  Map<String, FloatTensor> weights() {
    return network.weights();
  }

  /** All that changes while it learns. */
  Checkpoint checkpoint(Position next, String recipe) {
    Parameters parameters = network.parameters();
    Map<String, FloatTensor> values = new LinkedHashMap<>();
    parameters.names().forEach(name -> values.put(name, parameters.value(name)));
    return new Checkpoint(step.taken(), next, recipe, values, step.state());
  }

  /**
   * Goes on where another was.
   *
   * @throws IllegalArgumentException if the checkpoint is of another network or objective
   */
  void restore(Checkpoint checkpoint) {
    Parameters parameters = network.parameters();
    Map<String, FloatTensor> values = checkpoint.parameters();
    List<String> names = parameters.names();
    if (!List.copyOf(values.keySet()).equals(names)) {
      throw new IllegalArgumentException(
          "checkpoint: parameters " + values.keySet() + " (expected: " + names + ")");
    }
    names.forEach(name -> parameters.set(name, Objects.requireNonNull(values.get(name), name)));
    step.restore(checkpoint.stepsTaken(), checkpoint.optimizer());
  }

  @Override
  public void close() {
    network.close();
  }
}

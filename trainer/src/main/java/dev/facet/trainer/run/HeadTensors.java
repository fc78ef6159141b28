package dev.facet.trainer.run;

import ai.djl.ndarray.NDArray;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.config.ObjectiveConfig.Head;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.data.SeededRandom;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.step.Learning;
import dev.facet.trainer.step.MicroBatch;
import dev.facet.trainer.step.Parameters;
import dev.facet.trainer.step.SampledRows;
import dev.facet.trainer.step.TrainingStep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a head learns, tensors with a row for each class, and its loss. A step trains all rows, or a
 * sample of them. Used by one thread.
 */
final class HeadTensors {

  private static final String PREFIX = "head:";

  /** Deviation of the first class weights, as in InsightFace; biases begin at 0. */
  private static final double DEVIATION = 0.01;

  /** Tells what the choice of classes draws from all else that the seed decides. */
  private static final long SAMPLE = 0x70667263;

  private final Head head;
  private final int people;
  private final int drawn;
  private final long seed;

  /** Name of the parameter that the loss takes, by the name of the tensor. */
  private final Map<String, String> names = new TreeMap<>();

  /** Those of which steps train a sample; none where they train all. */
  private final Map<String, SampledRows> sampled = new TreeMap<>();

  /** The classes of the step that has begun. */
  private @Nullable ClassSample sample;

  /** Where the people of its faces are among them. */
  private int[] places = {};

  /**
   * Adds the tensors to the parameters.
   *
   * @param people number of classes
   * @param dimension number of values of an embedding
   */
  HeadTensors(Head head, TrainingConfig config, Parameters parameters, int people, int dimension) {
    this.head = head;
    this.people = people;
    this.seed = config.seed();
    drawn = drawn(head, people, config.steps().batchSize());
    head.loss()
        .tensors(people, dimension)
        .forEach((name, shape) -> add(name, shape, config, parameters));
  }

  private static int drawn(Head head, int people, int batchSize) {
    int share = (int) Math.ceil(head.sample() * people);
    return Math.min(people, Math.max(batchSize, share));
  }

  private void add(String name, TensorShape shape, TrainingConfig config, Parameters parameters) {
    boolean weight = name.equals(ClassLoss.WEIGHT);
    FloatTensor first = weight ? random(shape, seed) : zeros(shape);
    Learning learning = weight ? Learning.DECAYED : Learning.UNDECAYED;
    if (head.isSampled()) {
      SampledRows rows =
          new SampledRows(parameters, PREFIX + name, first, learning, drawn, config.optimizer());
      sampled.put(name, rows);
      names.put(name, rows.sample());
    } else {
      parameters.add(PREFIX + name, first, learning);
      names.put(name, PREFIX + name);
    }
  }

  private static FloatTensor random(TensorShape shape, long seed) {
    // Not SeededRandom itself: only Random's normal values are specified to the bit.
    Random random = new Random(SeededRandom.at(seed, PREFIX.hashCode()).nextLong());
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (DEVIATION * random.nextGaussian());
    }
    return new FloatTensor(shape, values);
  }

  private static FloatTensor zeros(TensorShape shape) {
    return new FloatTensor(shape, new float[Math.toIntExact(shape.elements())]);
  }

  /** Chooses the classes of a step by the people of its faces; to be called before it begins. */
  void begin(int[] labels, TrainingStep step) {
    if (!sampled.isEmpty()) {
      ClassSample chosen =
          ClassSample.draw(labels, people, drawn, SeededRandom.at(seed, SAMPLE, step.taken()));
      sampled.values().forEach(rows -> rows.take(chosen.classes(), step));
      places = chosen.places(labels);
      sample = chosen;
    }
  }

  /**
   * The loss of the batch of the step.
   *
   * @param embeddings the network's, N x D, not normalised
   * @param labels N people
   */
  NDArray loss(MicroBatch batch, NDArray embeddings, NDArray labels) {
    Map<String, NDArray> copies = new LinkedHashMap<>();
    names.forEach((tensor, parameter) -> copies.put(tensor, batch.copy(parameter)));
    NDArray classes = sampled.isEmpty() ? labels : batch.manager().create(places);
    return head.loss().value(embeddings, copies, classes, batch.step()).mul(head.weight());
  }

  /** Keeps what a step has trained. */
  void end(TrainingStep step) {
    if (sample != null) {
      int[] classes = sample.classes();
      sampled.values().forEach(rows -> rows.putBack(classes, step));
      sample = null;
    }
  }
}

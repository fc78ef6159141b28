package dev.facet.trainer.run;

import ai.djl.ndarray.NDArray;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.config.ObjectiveConfig.Head;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.data.SeededRandom;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.CrossEntropy;
import dev.facet.trainer.step.ClassSample;
import dev.facet.trainer.step.Learning;
import dev.facet.trainer.step.MicroBatch;
import dev.facet.trainer.step.Parameters;
import dev.facet.trainer.step.SampledRows;
import dev.facet.trainer.step.TrainingStep;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a head that lie on one device: tensors with a row for each. A step trains all
 * rows, or a sample of them. Used by one thread.
 */
final class HeadShard {

  /** Tells what the choice of classes draws from all else that the seed decides. */
  private static final long SAMPLE = 0x70667263;

  private final Head head;
  private final Parameters parameters;
  private final Range range;

  /** Number of classes that a step trains; all where it trains no sample. */
  private final int drawn;

  private final long seed;

  /** Name of the parameter that the loss takes, by the name of the tensor. */
  private final Map<String, String> names = new TreeMap<>();

  /** Those of which steps train a sample; none where they train all. */
  private final Map<String, SampledRows> sampled = new TreeMap<>();

  /** The classes of the step that has begun. */
  private @Nullable ClassSample sample;

  /** Of each face, where its class is among those that the step trains; -1 where it is not. */
  private int[] places = {};

  /**
   * Which classes.
   *
   * @param first number of the first
   * @param count how many, at least 1
   */
  record Range(int first, int count) {

    /** The number of a class within the range; -1 if it is in another. */
    int place(int label) {
      int place = label - first;
      return place >= 0 && place < count ? place : -1;
    }
  }

  /**
   * Adds the tensors to the parameters.
   *
   * @param parameters on the device of the shard
   * @param dimension number of values of an embedding
   * @param prefix of the names of parameters
   * @param weights gives the first class weights, row by row; biases begin at 0
   */
  HeadShard(
      TrainingConfig config,
      Head head,
      Parameters parameters,
      Range range,
      int dimension,
      String prefix,
      DoubleSupplier weights) {
    this.head = head;
    this.parameters = parameters;
    this.range = range;
    seed = config.seed();
    int share = (int) Math.ceil(head.sample() * range.count());
    drawn = Math.min(range.count(), Math.max(config.steps().batchSize(), share));
    head.loss()
        .tensors(range.count(), dimension)
        .forEach(
            (tensor, shape) ->
                add(
                    tensor,
                    prefix + tensor,
                    shape,
                    tensor.equals(ClassLoss.WEIGHT) ? weights : () -> 0,
                    config));
  }

  private void add(
      String tensor, String name, TensorShape shape, DoubleSupplier first, TrainingConfig config) {
    Learning learning = tensor.equals(ClassLoss.WEIGHT) ? Learning.DECAYED : Learning.UNDECAYED;
    if (head.isSampled()) {
      SampledRows rows =
          new SampledRows(parameters, name, shape, first, learning, drawn, config.optimizer());
      sampled.put(tensor, rows);
      names.put(tensor, rows.sample());
    } else {
      parameters.add(name, shape, first, learning);
      names.put(tensor, name);
    }
  }

  /** Parameters on the device of the shard. */
  Parameters home() {
    return parameters;
  }

  /** Chooses the classes of a step by the people of its faces; to be called before it begins. */
  void begin(int[] labels, TrainingStep step) {
    places = Arrays.stream(labels).map(range::place).toArray();
    if (!sampled.isEmpty()) {
      int[] own = Arrays.stream(places).filter(place -> place >= 0).toArray();
      SeededRandom random = SeededRandom.at(seed, SAMPLE + range.first(), step.taken());
      ClassSample chosen = ClassSample.draw(own, range.count(), drawn, random);
      sampled.values().forEach(rows -> rows.take(chosen.classes(), step));
      places = chosen.places(places);
      sample = chosen;
    }
  }

  /**
   * What the classes contribute to the loss of the batch of the step, as of {@link
   * CrossEntropy#part}.
   *
   * @param embeddings the network's on the device of the shard, N x D, not normalised
   */
  NDArray part(MicroBatch batch, NDArray embeddings) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    names.forEach((tensor, parameter) -> tensors.put(tensor, batch.copy(parameter)));
    NDArray own = batch.manager(parameters).create(places).oneHot(drawn, embeddings.getDataType());
    return CrossEntropy.part(head.loss().logits(embeddings, tensors, own, batch.step()), own);
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

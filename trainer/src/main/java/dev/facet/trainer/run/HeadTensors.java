package dev.facet.trainer.run;

import ai.djl.ndarray.NDArray;
import dev.facet.trainer.config.ObjectiveConfig.Head;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.data.SeededRandom;
import dev.facet.trainer.loss.CrossEntropy;
import dev.facet.trainer.run.HeadShard.Range;
import dev.facet.trainer.step.MicroBatch;
import dev.facet.trainer.step.Parameters;
import dev.facet.trainer.step.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a head learns, and its loss. Its classes are spread evenly over the devices, each of which
 * has the weights and the logits of its own: embeddings go to all, and two numbers a face come back
 * from each. Used by one thread.
 */
final class HeadTensors {

  private static final String PREFIX = "head:";

  /** Deviation of the first class weights, as in InsightFace. */
  private static final double DEVIATION = 0.01;

  private final double weight;
  private final List<HeadShard> shards = new ArrayList<>();

  /**
   * Adds the tensors to the parameters.
   *
   * @param homes parameters on each device, at least one
   * @param people number of classes
   * @param dimension number of values of an embedding
   */
  HeadTensors(Head head, TrainingConfig config, List<Parameters> homes, int people, int dimension) {
    weight = head.weight();
    // Not SeededRandom itself: only Random's normal values are specified to the bit.
    Random random = new Random(SeededRandom.at(config.seed(), PREFIX.hashCode()).nextLong());
    int count = Math.min(homes.size(), people);
    for (int i = 0; i < count; i++) {
      int first = first(people, i, count);
      shards.add(
          new HeadShard(
              config,
              head,
              homes.get(i),
              new Range(first, first(people, i + 1, count) - first),
              dimension,
              count == 1 ? PREFIX : PREFIX + i + ":",
              () -> DEVIATION * random.nextGaussian()));
    }
  }

  private static int first(int people, int shard, int count) {
    return Math.toIntExact((long) people * shard / count);
  }

  /** Chooses the classes of a step by the people of its faces; to be called before it begins. */
  void begin(int[] labels, TrainingStep step) {
    shards.forEach(shard -> shard.begin(labels, step));
  }

  /**
   * The loss of the batch of the step.
   *
   * @param embeddings the network's, N x D, not normalised
   */
  NDArray loss(MicroBatch batch, NDArray embeddings) {
    if (shards.size() == 1) {
      return CrossEntropy.mean(shards.get(0).part(batch, embeddings), 1).mul(weight);
    }
    List<NDArray> copies = batch.spread(embeddings, shards.stream().map(HeadShard::home).toList());
    List<NDArray> parts = new ArrayList<>();
    for (int i = 0; i < copies.size(); i++) {
      parts.add(shards.get(i).part(batch, copies.get(i)));
    }
    return CrossEntropy.mean(batch.meet(parts), parts.size()).mul(weight);
  }

  /** Keeps what a step has trained. */
  void end(TrainingStep step) {
    shards.forEach(shard -> shard.end(step));
  }
}

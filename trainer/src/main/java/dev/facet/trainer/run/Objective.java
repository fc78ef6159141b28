package dev.facet.trainer.run;

import ai.djl.ndarray.NDArray;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.config.ObjectiveConfig;
import dev.facet.trainer.config.ObjectiveConfig.Comparison;
import dev.facet.trainer.config.ObjectiveConfig.Distillation;
import dev.facet.trainer.config.ObjectiveConfig.Head;
import dev.facet.trainer.data.SeededRandom;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.ComparisonLoss;
import dev.facet.trainer.loss.CosineRegression;
import dev.facet.trainer.loss.RelationalLoss;
import dev.facet.trainer.step.Learning;
import dev.facet.trainer.step.MicroBatch;
import dev.facet.trainer.step.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a run: that of the head, center loss, that of a comparison, and those of
 * distillation, each by its weight, added. Class weights and centres are among the parameters,
 * under names that no network has.
 */
final class Objective {

  private static final String HEAD = "head:";
  private static final String CENTRES = HEAD + "centres";

  /** Deviation of the first class weights, as in InsightFace; biases and centres begin at 0. */
  private static final double DEVIATION = 0.01;

  private final ObjectiveConfig config;
  private final Parameters parameters;
  private final Set<String> tensors;

  /**
   * Adds class weights and centres to the parameters.
   *
   * @param people number of classes
   * @param dimension number of values of an embedding
   * @param seed of the first class weights
   */
  Objective(ObjectiveConfig config, Parameters parameters, int people, int dimension, long seed) {
    this.config = config;
    this.parameters = parameters;
    Map<String, TensorShape> shapes = new TreeMap<>();
    config.head().ifPresent(head -> shapes.putAll(head.loss().tensors(people, dimension)));
    tensors = shapes.keySet();
    shapes.forEach(
        (name, shape) -> {
          boolean weight = name.equals(ClassLoss.WEIGHT);
          parameters.add(
              HEAD + name,
              weight ? random(shape, seed) : zeros(shape),
              weight ? Learning.DECAYED : Learning.UNDECAYED);
        });
    if (config.head().flatMap(Head::center).isPresent()) {
      parameters.add(CENTRES, zeros(TensorShape.of(people, dimension)), Learning.NONE);
    }
  }

  private static FloatTensor random(TensorShape shape, long seed) {
    // Not SeededRandom itself: only Random's normal values are specified to the bit.
    Random random = new Random(SeededRandom.at(seed, HEAD.hashCode()).nextLong());
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (DEVIATION * random.nextGaussian());
    }
    return new FloatTensor(shape, values);
  }

  private static FloatTensor zeros(TensorShape shape) {
    return new FloatTensor(shape, new float[Math.toIntExact(shape.elements())]);
  }

  /**
   * The loss of a batch.
   *
   * @param loss one number
   * @param active as of {@link ComparisonLoss.Result}; empty without a comparison
   */
  record Value(NDArray loss, Optional<Double> active) {}

  /**
   * The loss of a batch.
   *
   * @param embeddings the network's, N x D, not normalised
   * @param labels N people
   * @param targets the teacher's embeddings; null without distillation
   */
  Value value(MicroBatch batch, NDArray embeddings, NDArray labels, @Nullable NDArray targets) {
    List<NDArray> terms = new ArrayList<>();
    config.head().ifPresent(head -> addHead(head, batch, embeddings, labels, terms));
    Optional<Double> active =
        config.comparison().map(comparison -> addComparison(comparison, embeddings, labels, terms));
    config
        .distillation()
        .ifPresent(
            distillation -> {
              if (targets != null) {
                addDistillation(distillation, embeddings, targets, terms);
              }
            });
    return new Value(terms.stream().reduce(NDArray::add).orElseThrow(), active);
  }

  private void addHead(
      Head head, MicroBatch batch, NDArray embeddings, NDArray labels, List<NDArray> terms) {
    Map<String, NDArray> copies = new LinkedHashMap<>();
    tensors.forEach(name -> copies.put(name, batch.copy(HEAD + name)));
    terms.add(head.loss().value(embeddings, copies, labels, batch.step()).mul(head.weight()));
    head.center()
        .ifPresent(center -> terms.add(center.value(embeddings, batch.copy(CENTRES), labels)));
  }

  private static double addComparison(
      Comparison config, NDArray embeddings, NDArray labels, List<NDArray> terms) {
    ComparisonLoss.Result result = config.loss().value(embeddings, labels);
    terms.add(result.loss().mul(config.weight()));
    return result.active();
  }

  private static void addDistillation(
      Distillation config, NDArray embeddings, NDArray targets, List<NDArray> terms) {
    if (config.cosine() > 0) {
      terms.add(new CosineRegression().value(embeddings, targets).mul(config.cosine()));
    }
    if (config.relational() > 0) {
      terms.add(new RelationalLoss().value(embeddings, targets).mul(config.relational()));
    }
  }

  /** Moves the centres, if there are any, after the backward pass of the same batch. */
  void moveCentres(NDArray embeddings, NDArray labels) {
    config
        .head()
        .flatMap(Head::center)
        .ifPresent(center -> center.update(parameters.array(CENTRES), embeddings, labels));
  }
}

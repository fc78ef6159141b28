package dev.facet.trainer.run;

import ai.djl.ndarray.NDArray;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.config.ObjectiveConfig;
import dev.facet.trainer.config.ObjectiveConfig.Comparison;
import dev.facet.trainer.config.ObjectiveConfig.Distillation;
import dev.facet.trainer.config.ObjectiveConfig.Head;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.loss.ComparisonLoss;
import dev.facet.trainer.loss.CosineRegression;
import dev.facet.trainer.loss.RelationalLoss;
import dev.facet.trainer.step.Learning;
import dev.facet.trainer.step.MicroBatch;
import dev.facet.trainer.step.Parameters;
import dev.facet.trainer.step.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a run: that of the head, center loss, that of a comparison, and those of
 * distillation, each by its weight, added. Class weights and centres are among the parameters,
 * under names that no network has.
 */
final class Objective {

  private static final String CENTRES = "head:centres";

  private final ObjectiveConfig config;
  private final Parameters parameters;
  private final Optional<HeadTensors> head;

  /**
   * Adds class weights and centres to the parameters.
   *
   * @param homes parameters on each device, the first first
   * @param people number of classes
   * @param dimension number of values of an embedding
   */
  Objective(TrainingConfig config, List<Parameters> homes, int people, int dimension) {
    this.config = config.objective();
    parameters = homes.get(0);
    head = this.config.head().map(loss -> new HeadTensors(loss, config, homes, people, dimension));
    if (this.config.head().flatMap(Head::center).isPresent()) {
      parameters.addZeros(CENTRES, TensorShape.of(people, dimension), Learning.NONE);
    }
  }

  /**
   * Chooses what a step trains; to be called before it begins.
   *
   * @param labels people of its faces
   */
  void begin(int[] labels, TrainingStep step) {
    head.ifPresent(tensors -> tensors.begin(labels, step));
  }

  /** Keeps what a step has trained. */
  void end(TrainingStep step) {
    head.ifPresent(tensors -> tensors.end(step));
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
    head.ifPresent(tensors -> terms.add(tensors.loss(batch, embeddings)));
    config
        .head()
        .flatMap(Head::center)
        .ifPresent(center -> terms.add(center.value(embeddings, batch.copy(CENTRES), labels)));
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

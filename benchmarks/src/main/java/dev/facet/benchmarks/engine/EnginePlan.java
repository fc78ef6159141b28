package dev.facet.benchmarks.engine;

import dev.facet.trainer.backbone.Backbone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is measured.
 *
 * @param models directories with a model
 * @param symbols networks whose weights are made up
 * @param backbones networks of the trainer whose weights are made up
 * @param threads how many embed at once, each with batches of its own
 * @param stretch how long each is measured in a round
 * @param rounds how often each is measured, in turn
 * @param ablation whether each pass is left out in turn, too
 * @param seed of weights and faces
 */
public record EnginePlan(
    List<Path> models,
    List<Path> symbols,
    List<Backbone> backbones,
    int threads,
    Duration stretch,
    int rounds,
    boolean ablation,
    long seed) {

  /** Faces in a batch that a thread gives the model. */
  static final List<Integer> BATCHES = List.of(1, 2, 4, 8);

  /** Copies the lists. */
  public EnginePlan {
    models = List.copyOf(models);
    symbols = List.copyOf(symbols);
    backbones = List.copyOf(backbones);
  }
}

package dev.facet.trainer.run;

import dev.facet.model.evaluation.VerificationReport;
import dev.facet.trainer.checkpoint.CheckpointFolder;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.data.loader.Position;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done between steps. A network is judged before it is saved, so that a run that is killed
 * in between judges it again rather than never.
 */
final class Milestones {

  private final TrainingConfig config;
  private final TrainedBundle trained;
  private final CheckpointFolder checkpoints;
  private final String recipe;
  private final List<TrainingListener> listeners;
  private final @Nullable Verifier verifier;
  private long saved = -1;

  /**
   * Reads the verification set, if there is one.
   *
   * @param recipe of the run
   */
  Milestones(
      TrainingConfig config,
      TrainedBundle trained,
      CheckpointFolder checkpoints,
      String recipe,
      List<TrainingListener> listeners)
      throws IOException {
    this.config = config;
    this.trained = trained;
    this.checkpoints = checkpoints;
    this.recipe = recipe;
    this.listeners = listeners;
    verifier =
        config.verification().isPresent()
            ? new Verifier(Sources.pairs(config.verification().get().set()))
            : null;
  }

  /**
   * Does what is due after a step.
   *
   * @param next the batch that the next step begins with
   * @param last whether the step was the last, after which everything is due
   */
  void reached(Learner learner, Position next, boolean last) throws IOException {
    long taken = learner.taken();
    if (verifier != null && (last || taken % verificationInterval() == 0)) {
      VerificationReport report =
          trained.judge(verifier, config.output(), learner.weights(), config.devices().get(0));
      listeners.forEach(listener -> listener.verified(new VerificationResult(taken, report)));
    }
    if (last || taken % config.checkpoints().every() == 0) {
      save(learner, next);
    }
  }

  /**
   * Saves the run, unless it has been saved after this very step.
   *
   * @param next the batch that the next step begins with
   */
  void save(Learner learner, Position next) throws IOException {
    long taken = learner.taken();
    if (saved != taken) {
      checkpoints.write(learner.checkpoint(next, recipe));
      saved = taken;
      listeners.forEach(listener -> listener.checkpointed(taken));
    }
  }

  private long verificationInterval() {
    return config.verification().orElseThrow().every();
  }
}

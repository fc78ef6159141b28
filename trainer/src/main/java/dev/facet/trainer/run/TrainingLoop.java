package dev.facet.trainer.run;

import dev.facet.trainer.config.DataConfig;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.data.loader.Batch;
import dev.facet.trainer.data.loader.BatchLoader;
import dev.facet.trainer.data.loader.EpochOrder;
import dev.facet.trainer.data.loader.FacePreparation;
import dev.facet.trainer.data.loader.LoaderOptions;
import dev.facet.trainer.data.loader.Position;
import dev.facet.trainer.step.Schedule;
import dev.facet.trainer.step.StepReport;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Takes the steps of a run. */
final class TrainingLoop {

  private final TrainingConfig config;
  private final long steps;
  private final Learner learner;
  private final Milestones milestones;
  private final List<TrainingListener> listeners;
  private final BooleanSupplier stop;
  private final LongSupplier nanoClock;
  private final Schedule schedule;
  private final PaceMeter pace;

  /**
   * A loop.
   *
   * @param steps how many there are, those included that the learner has taken
   * @param stop whether to end before all steps are taken
   * @param nanoClock tells the time for the pace
   */
  TrainingLoop(
      TrainingConfig config,
      long steps,
      Learner learner,
      Milestones milestones,
      List<TrainingListener> listeners,
      BooleanSupplier stop,
      LongSupplier nanoClock) {
    this.config = config;
    this.steps = steps;
    this.learner = learner;
    this.milestones = milestones;
    this.listeners = listeners;
    this.stop = stop;
    this.nanoClock = nanoClock;
    schedule = config.schedule().schedule(steps);
    pace = new PaceMeter(config.steps().batchSize() * config.steps().accumulation());
  }

  /**
   * Takes the steps that are left, none if there are none. Told to stop, it takes one more at most,
   * and saves the run.
   *
   * @param from the batch to begin with
   * @return whether all steps have been taken
   */
  boolean run(FacePreparation preparation, EpochOrder order, Position from)
      throws IOException, InterruptedException {
    if (learner.taken() >= steps) {
      return true;
    }
    DataConfig data = config.data();
    LoaderOptions options =
        new LoaderOptions(
            config.steps().batchSize(), data.threads(), data.batchesAhead(), data.badShare());
    try (BatchLoader loader =
        new BatchLoader(
            preparation,
            order,
            options,
            from,
            photo -> listeners.forEach(listener -> listener.skipped(photo)))) {
      Position next = step(loader);
      while (learner.taken() < steps) {
        if (stop.getAsBoolean()) {
          milestones.save(learner, next);
          return false;
        }
        next = step(loader);
      }
    }
    return true;
  }

  /** Takes a step; gives the batch that the next one begins with. */
  private Position step(BatchLoader loader) throws IOException, InterruptedException {
    long began = nanoClock.getAsLong();
    long waited = 0;
    int epoch = 0;
    Position next = Position.START;
    for (int i = 0; i < config.steps().accumulation(); i++) {
      long asked = nanoClock.getAsLong();
      Batch batch = loader.next();
      waited += nanoClock.getAsLong() - asked;
      learner.learn(batch);
      epoch = batch.position().epoch();
      next = batch.next();
    }
    StepReport report = learner.update(schedule.rate(learner.taken()));
    Pace now = pace.step(nanoClock.getAsLong() - began, waited, epoch, steps - learner.taken());
    listeners.forEach(listener -> listener.stepped(report, now));
    milestones.reached(learner, next, learner.taken() == steps);
    return next;
  }
}

package dev.facet.benchmarks.training;

import dev.facet.benchmarks.measure.Stretch;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.run.Pace;
import dev.facet.trainer.run.RunOutline;
import dev.facet.trainer.run.TrainingListener;
import dev.facet.trainer.step.StepReport;
import java.io.IOException;
import java.util.function.LongSupplier;

/** A run of the training loop alone. */
public final class LoneRun {

  private LoneRun() {}

  /**
   * What was seen after the warm-up.
   *
   * @param steps taken, at least 1
   * @param facesPerSecond of all of them
   * @param waits for data
   * @param checkpoints written
   */
  public record Summary(long steps, double facesPerSecond, Waits waits, int checkpoints) {}

  /**
   * Runs it on the calling thread.
   *
   * @param length of the run; what does not count is the warm-up
   * @param sampler takes samples all the while
   * @param nanoClock tells the time, in nanoseconds
   * @throws IOException if a run with this configuration would fail
   * @throws InterruptedException if the thread is interrupted
   */
  public static Summary run(
      TrainingConfig config, Stretch.Length length, Sampler sampler, LongSupplier nanoClock)
      throws IOException, InterruptedException {
    Watch watch = new Watch(new Stretch(length, nanoClock), sampler);
    EndlessRun.until(config, watch);
    double facesPerStep = config.steps().batchSize() * config.steps().accumulation();
    return new Summary(
        watch.stretch.counted(),
        facesPerStep * watch.stretch.perSecond(),
        watch.waits,
        watch.checkpoints);
  }

  private static final class Watch implements TrainingListener {

    final Stretch stretch;
    final Waits waits = new Waits();
    int checkpoints;
    private final Sampler sampler;

    Watch(Stretch stretch, Sampler sampler) {
      this.stretch = stretch;
      this.sampler = sampler;
    }

    @Override
    public void began(RunOutline outline) {
      sampler.begin(Work.LOOP);
    }

    @Override
    public void stepped(StepReport report, Pace pace) {
      sampler.step(pace.waited());
      boolean ended = stretch.step();
      if (stretch.counted() > 0) {
        waits.add(pace.waited());
      }
      if (ended) {
        throw new EnoughException();
      }
    }

    @Override
    public void checkpointed(long stepsTaken) {
      if (stretch.counted() > 0) {
        checkpoints++;
      }
    }
  }
}

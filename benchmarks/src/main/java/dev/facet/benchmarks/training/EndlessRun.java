package dev.facet.benchmarks.training;

import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.log.RunLog;
import dev.facet.trainer.run.TrainingListener;
import dev.facet.trainer.run.TrainingRun;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** Runs the training loop, as {@code facet train} does, until a listener has enough. */
final class EndlessRun {

  private EndlessRun() {}

  /**
   * Runs it on the calling thread.
   *
   * @param listener ends the run by {@link EnoughException}
   * @throws IOException if a run with this configuration would fail
   * @throws InterruptedException if the thread is interrupted
   */
  static void until(TrainingConfig config, TrainingListener listener)
      throws IOException, InterruptedException {
    try (RunLog log = new RunLog(config.output(), Clock.systemUTC())) {
      TrainingRun.start(config, List.of(log, listener));
    } catch (EnoughException enough) {
      // As it should be.
    }
  }
}

package dev.facet.trainer.run;

import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.step.StepReport;

/**
 * Is told how a training run goes on. All calls come from the thread of the run, which waits for
 * each, so they should be short. What a listener throws ends the run.
 */
public interface TrainingListener {

  /** The run begins, or goes on from a checkpoint. The first call. */
  default void began(RunOutline outline) {}

  /**
   * A step was taken.
   *
   * @param report its facts; the step's number is that of steps taken before it
   * @param pace how fast the run is
   */
  default void stepped(StepReport report, Pace pace) {}

  /** The network was judged on the verification set. */
  default void verified(VerificationResult result) {}

  /** All that the run needs to go on later is on the disk. */
  default void checkpointed(long stepsTaken) {}

  /** A photo could not be used; told once for each. */
  default void skipped(BadPhotoException photo) {}

  /** All steps were taken. The last call of a run that does not fail. */
  default void finished(long stepsTaken) {}
}

package dev.facet.trainer.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Measures how fast steps are taken, over the latest of them. */
final class PaceMeter {

  private static final int STEPS = 20;

  private final int facesPerStep;
  private final Deque<Timing> latest = new ArrayDeque<>();

  private record Timing(long nanos, long waitedNanos) {}

  PaceMeter(int facesPerStep) {
    this.facesPerStep = facesPerStep;
  }

  /**
   * Counts a step.
   *
   * @param nanos what it took, above 0
   * @param waitedNanos what of it was waiting for data
   * @param epoch of its last batch
   * @param stepsLeft steps still to be taken
   */
  Pace step(long nanos, long waitedNanos, int epoch, long stepsLeft) {
    latest.add(new Timing(nanos, waitedNanos));
    if (latest.size() > STEPS) {
      latest.remove();
    }
    double taken = latest.stream().mapToLong(Timing::nanos).sum();
    double waited = latest.stream().mapToLong(Timing::waitedNanos).sum();
    double nanosPerStep = taken / latest.size();
    return new Pace(
        epoch,
        facesPerStep / nanosPerStep * Duration.ofSeconds(1).toNanos(),
        waited / taken,
        Duration.ofNanos((long) (nanosPerStep * stepsLeft)));
  }
}

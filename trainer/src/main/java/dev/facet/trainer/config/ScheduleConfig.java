package dev.facet.trainer.config;

import dev.facet.trainer.step.Schedule;
import java.util.List;

/**
 * The learning rate, before it is known how many steps the run has.
 *
 * @param fall how it falls
 * @param rate what it begins at, above 0
 * @param warmUp steps in which it rises to that, 0 or above
 */
public record ScheduleConfig(Fall fall, double rate, long warmUp) {

  /** Checks the schedule, as one of a single step. */
  public ScheduleConfig {
    fall.schedule(rate, 1).warmedUp(warmUp);
  }

  /** How a rate falls. */
  public sealed interface Fall permits AtSteps, Polynomial, Cosine {

    /**
     * The schedule.
     *
     * @param rate what it begins at
     * @param steps of the run
     */
    Schedule schedule(double rate, long steps);
  }

  /**
   * Multiplied at some steps.
   *
   * @param factor what by
   * @param milestones the first steps of the lower rates, ascending; none: the rate stays
   */
  public record AtSteps(double factor, List<Long> milestones) implements Fall {
    @Override
    public Schedule schedule(double rate, long steps) {
      return Schedule.steps(rate, factor, milestones.stream().mapToLong(Long::longValue).toArray());
    }
  }

  /**
   * To an end, by a power of the share of steps that is left.
   *
   * @param end the last rate
   * @param power of the share
   */
  public record Polynomial(double end, double power) implements Fall {
    @Override
    public Schedule schedule(double rate, long steps) {
      return Schedule.polynomial(rate, end, power, steps);
    }
  }

  /**
   * To an end, along half a cosine.
   *
   * @param end the last rate
   */
  public record Cosine(double end) implements Fall {
    @Override
    public Schedule schedule(double rate, long steps) {
      return Schedule.cosine(rate, end, steps);
    }
  }

  /** The schedule of a run of so many steps. */
  public Schedule schedule(long steps) {
    return fall.schedule(rate, steps).warmedUp(warmUp);
  }
}

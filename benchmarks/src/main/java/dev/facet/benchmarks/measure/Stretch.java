package dev.facet.benchmarks.measure;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Measures how fast steps are taken, once they have settled. Used by one thread. */
public final class Stretch {

  private final Length length;
  private final LongSupplier nanoClock;
  private long taken;
  private long beganAt;
  private long endedAt;

  /**
   * How long a stretch is.
   *
   * @param settling first steps that do not count, 0 or above
   * @param steps it ends after so many that count, at least 1
   * @param time or when those that count have taken so long, whichever is first; never before one
   */
  public record Length(long settling, long steps, Duration time) {

    private static final Duration ENDLESS = Duration.ofDays(36_500);

    /** So many steps. */
    public static Length ofSteps(long steps) {
      return new Length(0, steps, ENDLESS);
    }

    /** As many steps as it takes. */
    public static Length of(Duration time) {
      return new Length(0, Long.MAX_VALUE, time);
    }

    /** The same, after so many steps that do not count. */
    public Length after(long settling) {
      return new Length(settling, steps, time);
    }
  }

  /**
   * Begins now.
   *
   * @param nanoClock tells the time, in nanoseconds
   */
  public Stretch(Length length, LongSupplier nanoClock) {
    this.length = length;
    this.nanoClock = nanoClock;
    beganAt = nanoClock.getAsLong();
    endedAt = beganAt;
  }

  /**
   * A step was taken.
   *
   * @return whether it was the last
   */
  public boolean step() {
    taken++;
    endedAt = nanoClock.getAsLong();
    if (taken <= length.settling()) {
      beganAt = endedAt;
      return false;
    }
    return counted() >= length.steps() || endedAt - beganAt >= length.time().toNanos();
  }

  /** Steps that count, up to now. */
  public long counted() {
    return Math.max(0, taken - length.settling());
  }

  /** Steps a second, of those that count; of none NaN. */
  public double perSecond() {
    return counted() * (double) Duration.ofSeconds(1).toNanos() / (endedAt - beganAt);
  }
}

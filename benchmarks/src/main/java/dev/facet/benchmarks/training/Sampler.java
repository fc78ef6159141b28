package dev.facet.benchmarks.training;

import dev.facet.benchmarks.measure.ProcessMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Takes samples between steps, on the thread that takes these; a step that is longer than the
 * interval gives one sample. Used by one thread.
 */
public final class Sampler {

  private final int facesPerStep;
  private final long intervalNanos;
  private final LongSupplier nanoClock;
  private final long startedAt;
  private final Map<Work, Long> steps = new EnumMap<>(Work.class);
  private final List<Sample> samples = new ArrayList<>();
  private Work work = Work.LOOP;

  /** Since the last sample, or since the work was taken up. */
  private long spanBegan;

  private int spanSteps;

  /**
   * Begins now, with the loop.
   *
   * @param facesPerStep faces of a step
   * @param interval time between two samples; 0: one a step
   * @param nanoClock tells the time, in nanoseconds
   */
  public Sampler(int facesPerStep, Duration interval, LongSupplier nanoClock) {
    this.facesPerStep = facesPerStep;
    this.intervalNanos = interval.toNanos();
    this.nanoClock = nanoClock;
    startedAt = nanoClock.getAsLong();
    spanBegan = startedAt;
  }

  /** Takes up a work. */
  public void begin(Work work) {
    this.work = work;
    spanBegan = nanoClock.getAsLong();
    spanSteps = 0;
  }

  /**
   * A step was taken.
   *
   * @param waited as in {@link Sample}
   */
  public void step(double waited) {
    long taken = steps.merge(work, 1L, Long::sum);
    spanSteps++;
    long now = nanoClock.getAsLong();
    if (now - spanBegan < intervalNanos) {
      return;
    }
    samples.add(
        new Sample(
            seconds(now - startedAt),
            work,
            taken,
            spanSteps * facesPerStep / seconds(now - spanBegan),
            waited,
            ProcessMemory.now()));
    spanBegan = now;
    spanSteps = 0;
  }

  private static double seconds(long nanos) {
    return (double) nanos / Duration.ofSeconds(1).toNanos();
  }

  /** Those taken, in order. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }
}

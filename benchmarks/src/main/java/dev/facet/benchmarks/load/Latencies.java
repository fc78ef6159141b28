package dev.facet.benchmarks.load;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How long answers took, from the moment at which their requests were to be sent, to three digits.
 * Thread-safe.
 */
public final class Latencies {

  private static final int DIGITS = 3;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Recorder recorder = new Recorder(DIGITS);
  private final Histogram total = new Histogram(DIGITS);

  /** An answer came after so many nanoseconds. */
  public void record(long nanos) {
    recorder.recordValue(Math.max(0, nanos / NANOS_PER_MICRO));
  }

  /** Those since it was last asked, in microseconds. */
  public synchronized Histogram latest() {
    Histogram latest = recorder.getIntervalHistogram();
    total.add(latest);
    return latest;
  }

  /** All up to now, in microseconds. */
  public synchronized Histogram all() {
    latest();
    return total.copy();
  }
}

package dev.facet.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What latencies come to, in milliseconds; NaN where there are none.
 *
 * @param p50 half took at most so long
 * @param p90 90 % did
 * @param p99 99 % did
 * @param p999 99.9 % did
 * @param max all did
 */
public record Percentiles(double p50, double p90, double p99, double p999, double max) {

  private static final double MICROS_PER_MILLI = 1_000;

  /** Of latencies in microseconds. */
  public static Percentiles of(Histogram micros) {
    return new Percentiles(
        at(micros, 50), at(micros, 90), at(micros, 99), at(micros, 99.9), at(micros, 100));
  }

  private static double at(Histogram micros, double percent) {
    return micros.getTotalCount() == 0
        ? Double.NaN
        : micros.getValueAtPercentile(percent) / MICROS_PER_MILLI;
  }
}

package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.measure.Trend;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What must not grow: the line through the second half of its values.
 *
 * @param name for people and programs
 * @param value at a moment; NaN where it is not known
 * @param most that a minute may add: what passes for noise
 */
record Growth(String name, ToDoubleFunction<Sample> value, double most) {

  /** All memory of the process, the engine's included, in MiB. */
  static final Growth RESIDENT = new Growth("residentMib", Sample::residentMib, 2);

  /** What stays on the Java heap while the server rests, in MiB. */
  static final Growth HEAP = new Growth("heapMib", Sample::heapMib, 0.2);

  /** Those of the engine and the JVM included. */
  static final Growth THREADS = new Growth("threads", Sample::threads, 0.2);

  /** Open files and sockets. */
  static final Growth HANDLES = new Growth("handles", Sample::handles, 0.5);

  /** All of it. */
  static final List<Growth> ALL = List.of(RESIDENT, HEAP, THREADS, HANDLES);

  /** The first half of a run is left out: caches fill, compilers compile. */
  private static final double SETTLING = 0.5;

  double of(Sample sample) {
    return value.applyAsDouble(sample);
  }

  /** Over minutes; empty where too little is known. */
  Optional<Trend> trend(List<Sample> samples) {
    return Trend.of(samples, Sample::minutes, value, SETTLING);
  }

  /** Says that it has grown; empty if it has not. */
  Optional<String> fault(List<Sample> samples) {
    return trend(samples)
        .map(trend -> trend.per(1))
        .filter(perMinute -> perMinute > most)
        .map(
            perMinute ->
                String.format(
                    Locale.ROOT,
                    "%s: %.2f more each minute (expected: at most %.2f)",
                    name,
                    perMinute,
                    most));
  }
}

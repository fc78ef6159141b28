package dev.facet.benchmarks.swap;

import dev.facet.benchmarks.load.Ledger;
import dev.facet.benchmarks.load.Percentiles;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What was seen while the load was the same for some time, or in several such times.
 *
 * @param seconds that the load lasted
 * @param counts what came of the requests
 * @param findings what the replies were
 * @param latencies in microseconds
 * @param activations made meanwhile, their times counted from the begin of the measuring
 * @param refusals why activations failed
 */
record Phase(
    double seconds,
    Ledger.Counts counts,
    ReplyCheck.Findings findings,
    Histogram latencies,
    List<Activation> activations,
    List<String> refusals) {

  /** Before anything was seen. */
  static final Phase NONE =
      new Phase(
          0, Ledger.Counts.NONE, ReplyCheck.Findings.NONE, new Histogram(3), List.of(), List.of());

  /** This and another together. */
  Phase plus(Phase other) {
    Histogram both = latencies.copy();
    both.add(other.latencies);
    return new Phase(
        seconds + other.seconds,
        counts.plus(other.counts),
        findings.plus(other.findings),
        both,
        Stream.concat(activations.stream(), other.activations.stream()).toList(),
        Stream.concat(refusals.stream(), other.refusals.stream()).toList());
  }

  Percentiles percentiles() {
    return Percentiles.of(latencies);
  }

  /** Requests a second that were sent. */
  double sentPerSecond() {
    return counts.sent() / seconds;
  }

  /** Embeddings a second that came. */
  double answeredPerSecond() {
    return counts.answered() / seconds;
  }

  /** The greatest time of an activation in seconds; NaN of none. */
  double longestActivation() {
    return activations.stream().mapToDouble(Activation::took).max().orElse(Double.NaN);
  }

  /** The mean time of an activation in seconds; NaN of none. */
  double meanActivation() {
    return activations.stream().mapToDouble(Activation::took).average().orElse(Double.NaN);
  }

  /** Activations that were due while the one before was still under way. */
  long lateActivations() {
    return activations.stream().filter(Activation::late).count();
  }

  /** Errors of all codes. */
  long errors() {
    return counts.errors().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether every request got its embedding once, and every activation was made. */
  boolean clean() {
    return errors() == 0
        && counts.open() == 0
        && counts.duplicates() == 0
        && counts.unknown() == 0
        && findings.wrongVersions() == 0
        && findings.wrongEmbeddings() == 0
        && refusals.isEmpty();
  }
}

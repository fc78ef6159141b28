package dev.facet.benchmarks.fairness;

import dev.facet.benchmarks.load.Ledger;
import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.server.ServerMemory;
import org.HdrHistogram.Histogram;

/**
 * What was seen of one situation, in one round or in all.
 *
 * @param situation who was beside the polite caller
 * @param seconds that the polite caller was at it
 * @param polite what came of its requests
 * @param latencies of them, in microseconds
 * @param settling what came of the neighbours' faces before
 * @param beside the same meanwhile
 * @param before the server's memory before the neighbours began, in the latest round
 * @param during the same at their end, when they were still there
 * @param after the same when they were gone
 */
record Outcome(
    Situation situation,
    double seconds,
    Ledger.Counts polite,
    Histogram latencies,
    Tally settling,
    Tally beside,
    ServerMemory before,
    ServerMemory during,
    ServerMemory after) {

  /** This and that of the next round together. */
  Outcome plus(Outcome next) {
    Histogram both = latencies.copy();
    both.add(next.latencies);
    return new Outcome(
        situation,
        seconds + next.seconds,
        polite.plus(next.polite),
        both,
        settling.plus(next.settling),
        beside.plus(next.beside),
        next.before,
        next.during,
        next.after);
  }

  /** The same, with the memory once the neighbours are gone. */
  Outcome goneBy(ServerMemory memory) {
    return new Outcome(
        situation, seconds, polite, latencies, settling, beside, before, during, memory);
  }

  Percentiles percentiles() {
    return Percentiles.of(latencies);
  }

  /** Embeddings a second, of all callers together. */
  double perSecond() {
    return (polite.answered() + beside.answered()) / seconds;
  }

  /** Faces of the neighbours a second that were refused. */
  double refusedPerSecond() {
    return beside.refused() / seconds;
  }

  /** The polite caller's errors, and its requests that were never answered. */
  long failures() {
    return polite.errors().values().stream().mapToLong(Long::longValue).sum() + polite.open();
  }
}

package dev.facet.benchmarks.fairness;

/** A caller beside the polite one, at it until closed. Thread-safe. */
interface Neighbour extends AutoCloseable {

  /** What came of its requests up to now. */
  Tally tally();

  /** Ends it; what it has under way is cancelled. */
  @Override
  void close();
}

package dev.facet.benchmarks.training;

/** Ends a run that has no end of its own, from a listener, once all is measured. */
final class EnoughException extends RuntimeException {

  EnoughException() {
    super("enough was measured", null, false, false);
  }
}

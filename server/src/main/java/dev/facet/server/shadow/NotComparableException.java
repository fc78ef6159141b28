package dev.facet.server.shadow;

/** A shadow must give as many dimensions as the live version. The message has both numbers. */
public final class NotComparableException extends Exception {

  private static final long serialVersionUID = 1L;

  NotComparableException(int dimension, int live) {
    super("dimension: " + dimension + " (expected: " + live + ", as the live version's)");
  }
}

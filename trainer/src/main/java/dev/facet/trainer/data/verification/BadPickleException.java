package dev.facet.trainer.data.verification;

/** A pickle is broken, or has more in it than data. */
final class BadPickleException extends Exception {

  private static final long serialVersionUID = 1;

  BadPickleException(String problem) {
    super("pickle: " + problem);
  }
}

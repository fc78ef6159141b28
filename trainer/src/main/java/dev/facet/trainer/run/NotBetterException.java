package dev.facet.trainer.run;

import java.util.Locale;

/** A version was not published, since it is not more accurate than another. */
public final class NotBetterException extends Exception {

  private static final long serialVersionUID = 1;

  private final double accuracy;
  private final double live;

  NotBetterException(String set, double accuracy, double live) {
    super(
        String.format(
            Locale.ROOT,
            "%s: accuracy %.4f (expected: above %.4f, that of the live version; %s)",
            set,
            accuracy,
            live,
            accuracy < live
                ? String.format(Locale.ROOT, "%.4f lower", live - accuracy)
                : "equal is not better"));
    this.accuracy = accuracy;
    this.live = live;
  }

  /** Accuracy of the version that was refused, 0 to 1. */
  public double accuracy() {
    return accuracy;
  }

  /** Accuracy of the version that it was held against, 0 to 1. */
  public double live() {
    return live;
  }
}

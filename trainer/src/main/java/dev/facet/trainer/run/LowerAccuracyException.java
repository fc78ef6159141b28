package dev.facet.trainer.run;

import java.util.Locale;

/** A version was not published, since it scores lower than another. */
public final class LowerAccuracyException extends Exception {

  private static final long serialVersionUID = 1;

  private final double accuracy;
  private final double live;

  LowerAccuracyException(String set, double accuracy, double live) {
    super(
        String.format(
            Locale.ROOT,
            "%s: accuracy %.4f (expected: at least %.4f, that of the live version; %.4f lower)",
            set,
            accuracy,
            live,
            live - accuracy));
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

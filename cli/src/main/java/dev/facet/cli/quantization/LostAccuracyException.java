package dev.facet.cli.quantization;

import java.util.Locale;

/** A quantised model has lost more accuracy than it may. */
public final class LostAccuracyException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A loss.
   *
   * @param set name of the pairs that it was measured on
   * @param before accuracy of the model, in percent
   * @param after accuracy of the quantised one, in percent
   * @param allowed points that it may lose
   */
  public LostAccuracyException(String set, double before, double after, double allowed) {
    super(
        String.format(
            Locale.ROOT,
            "%s: accuracy %.2f %% (expected: at least %.2f %%, which is %.2f points below the %.2f"
                + " %% of the model; --max-loss allows more)",
            set,
            after,
            before - allowed,
            allowed,
            before));
  }
}

package dev.facet.trainer.step;

import java.util.function.DoubleUnaryOperator;

/**
 * The learning rate as training goes on. Implementations are immutable: the rate depends on the
 * step's number alone, so that a resumed run goes on as if it had never stopped.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * The learning rate of a step.
   *
   * @param step number of steps taken before it, from 0
   */
  double rate(long step);

  /**
   * Begins at {@code base} and is multiplied by {@code factor} at each of some steps.
   *
   * @param base above 0
   * @param factor above 0, commonly 0.1
   * @param milestones the first steps of the lower rates, ascending
   */
  static Schedule steps(double base, double factor, long... milestones) {
    Ranges.requirePositive("rate", base);
    Ranges.requirePositive("factor", factor);
    long[] kept = milestones.clone();
    for (int i = 1; i < kept.length; i++) {
      Ranges.require(kept[i] > kept[i - 1], "milestone", kept[i], "above " + kept[i - 1]);
    }
    return step -> {
      double rate = base;
      for (long milestone : kept) {
        rate *= step >= milestone ? factor : 1;
      }
      return rate;
    };
  }

  /**
   * Falls from {@code base} to {@code end} as {@code (1 - step / length)^power}, and stays there.
   *
   * @param base above 0
   * @param end 0 or above
   * @param power above 0; 1 is a straight line, 2 is InsightFace's
   * @param length steps until the end, above 0
   */
  static Schedule polynomial(double base, double end, double power, long length) {
    Ranges.requirePositive("power", power);
    return falling(base, end, length, left -> Math.pow(left, power));
  }

  /**
   * Falls from {@code base} to {@code end} along half a cosine (Loshchilov and Hutter 2017, without
   * restarts), and stays there.
   *
   * @param base above 0
   * @param end 0 or above
   * @param length steps until the end, above 0
   */
  static Schedule cosine(double base, double end, long length) {
    return falling(base, end, length, left -> (1 - Math.cos(Math.PI * left)) / 2);
  }

  /**
   * This schedule with its first rates lowered: step i is multiplied by {@code (i + 1) / length}.
   *
   * @param length steps until the full rate, 0 or above
   */
  default Schedule warmedUp(long length) {
    Ranges.require(length >= 0, "length", length, "0 or above");
    return step -> rate(step) * (step < length ? (step + 1.0) / length : 1);
  }

  private static Schedule falling(double base, double end, long length, DoubleUnaryOperator shape) {
    Ranges.requirePositive("rate", base);
    Ranges.require(length > 0, "length", length, "above 0");
    Ranges.require(end >= 0 && end <= base, "end", end, "0 to " + base);
    return step -> {
      double left = 1 - (double) Math.min(step, length) / length;
      return end + (base - end) * shape.applyAsDouble(left);
    };
  }
}

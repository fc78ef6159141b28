package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * The margin of CosFace (Wang et al. 2018) and AM-Softmax (Wang et al. 2018): {@code c - m}.
 *
 * @param margin m, 0 to 2; {@value #DEFAULT_MARGIN} in both papers, with a scale of 64 and of 30
 */
public record CosFace(double margin) implements Margin {

  /** The margin of both papers. */
  public static final double DEFAULT_MARGIN = 0.35;

  /** The scale of AM-Softmax; that of CosFace is {@link MarginSoftmax#DEFAULT_SCALE}. */
  public static final double AM_SOFTMAX_SCALE = 30;

  /**
   * Checks the margin.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public CosFace {
    if (!(margin >= 0 && margin <= 2)) {
      throw new IllegalArgumentException("margin: " + margin + " (expected: 0 to 2)");
    }
  }

  @Override
  public NDArray apply(NDArray cosine) {
    return cosine.sub(margin);
  }

  /**
   * The least scale at which the centre of a class can reach a posterior (CosFace, section 3.3):
   * {@code s >= (K - 1) / K ln((K - 1) P / (1 - P))}.
   *
   * @param classes K, at least 2
   * @param posterior P, above 0 and below 1
   */
  public static double leastScale(int classes, double posterior) {
    double others = classes - 1;
    return others / classes * Math.log(others * posterior / (1 - posterior));
  }
}

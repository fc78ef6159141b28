package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * The margin of ArcFace (Deng et al. 2019): {@code cos(theta + m)}.
 *
 * <p>Computed without the arc cosine, whose slope at 1 and -1 is infinite: {@code c cos m - sin
 * theta sin m}, with {@code sin theta = sqrt(max(1 - c^2, 1e-7))}. The floor is what float32 can
 * tell from 0; within it the result is too low by at most {@code 3.2e-4 sin m}, and gradients stay
 * finite.
 *
 * <p>Where {@code theta + m > pi} the cosine would rise again. As in InsightFace's MXNet code, the
 * result there is {@code c - m sin(pi - m)}; or, with the easy margin, the margin holds only where
 * {@code c > 0} and the result elsewhere is {@code c}.
 *
 * @param margin m in radians, 0 to below pi; {@value #DEFAULT_MARGIN} in the paper, with a scale of
 *     64
 * @param easy whether the margin is the easy one; not in the paper's results
 */
public record ArcFace(double margin, boolean easy) implements Margin {

  /** The margin of the paper, in radians. */
  public static final double DEFAULT_MARGIN = 0.5;

  private static final double LEAST_SQUARED_SINE = 1e-7;

  /**
   * Checks the margin.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public ArcFace {
    if (!(margin >= 0 && margin < Math.PI)) {
      throw new IllegalArgumentException("margin: " + margin + " (expected: 0 to below pi)");
    }
  }

  @Override
  public NDArray apply(NDArray cosine) {
    NDArray sine = cosine.square().neg().add(1).maximum(LEAST_SQUARED_SINE).sqrt();
    NDArray turned = cosine.mul(Math.cos(margin)).sub(sine.mul(Math.sin(margin)));
    NDArray beyond = easy ? cosine : cosine.sub(margin * Math.sin(Math.PI - margin));
    NDArray within =
        cosine.gt(easy ? 0 : Math.cos(Math.PI - margin)).toType(cosine.getDataType(), false);
    return within.mul(turned).add(within.neg().add(1).mul(beyond));
  }
}

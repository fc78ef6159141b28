package dev.facet.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * The combined margin (Deng et al. 2019, section 2.3): {@code cos(m1 theta + m2) - m3}. It holds
 * the margins of SphereFace (m1), ArcFace (m2) and CosFace (m3).
 *
 * <p>Beyond pi, where the cosine would rise again, it goes on falling as SphereFace does: with the
 * angle {@code a = m1 theta + m2} in {@code [k pi, (k + 1) pi]} the result is {@code (-1)^k cos a -
 * 2k - m3}. The arc cosine is taken of c within 1 - 1e-6 of zero, so that gradients stay finite:
 * theta is off by at most 1.5e-3 at the ends.
 *
 * @param factor m1, 1 to 8
 * @param angle m2 in radians, 0 to below pi
 * @param offset m3, 0 to 2
 */
public record CombinedMargin(double factor, double angle, double offset) implements Margin {

  /** The margins that the paper names for its combination: 1, 0.3 and 0.2, with a scale of 64. */
  public static final CombinedMargin DEFAULT = new CombinedMargin(1, 0.3, 0.2);

  private static final double LARGEST_COSINE = 1 - 1e-6;

  /**
   * Checks the three margins.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public CombinedMargin {
    if (!(factor >= 1 && factor <= 8)) {
      throw new IllegalArgumentException("factor: " + factor + " (expected: 1 to 8)");
    }
    if (!(angle >= 0 && angle < Math.PI)) {
      throw new IllegalArgumentException("angle: " + angle + " (expected: 0 to below pi)");
    }
    if (!(offset >= 0 && offset <= 2)) {
      throw new IllegalArgumentException("offset: " + offset + " (expected: 0 to 2)");
    }
  }

  @Override
  public NDArray apply(NDArray cosine) {
    NDArray turned = cosine.clip(-LARGEST_COSINE, LARGEST_COSINE).acos().mul(factor).add(angle);
    NDArray halfTurns = turned.div(Math.PI).floor();
    // (-1)^k from k modulo 2, which is 0 or 1.
    NDArray sign = halfTurns.mod(2).mul(-2).add(1);
    return turned.cos().mul(sign).sub(halfTurns.mul(2)).sub(offset);
  }
}

package dev.facet.model.quantization;

/**
 * Between which values the output of a layer lay.
 *
 * @param low the least value
 * @param high the greatest value
 */
public record LayerRange(float low, float high) {

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException unless both are finite and in order
   */
  public LayerRange {
    if (!Float.isFinite(low) || !Float.isFinite(high) || low > high) {
      throw new IllegalArgumentException(
          "range: " + low + " to " + high + " (expected: two finite numbers, in order)");
    }
  }

  /** The least range that holds both. */
  LayerRange or(LayerRange other) {
    return new LayerRange(Math.min(low, other.low), Math.max(high, other.high));
  }
}

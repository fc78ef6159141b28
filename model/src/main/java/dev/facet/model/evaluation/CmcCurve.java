package dev.facet.model.evaluation;

import java.util.List;

/**
 * The cumulative match characteristic: how often a person who is in the gallery is found among the
 * first so many candidates. The identification rate at rank k of a closed set, ISO/IEC 19795-1: the
 * share of mated searches whose mate is at rank k or before, without a threshold. Immutable.
 */
public final class CmcCurve {

  private final int[] ranks;

  /**
   * Draws the curve.
   *
   * @param searches in any order
   * @throws IllegalArgumentException if there are none
   */
  public CmcCurve(List<MatedSearch> searches) {
    if (searches.isEmpty()) {
      throw new IllegalArgumentException("searches: none (expected: at least one mated)");
    }
    ranks = searches.stream().mapToInt(MatedSearch::rank).toArray();
  }

  /** Number of searches. */
  public int searches() {
    return ranks.length;
  }

  /**
   * The identification rate at a rank, 0 to 1.
   *
   * @param rank 1 or more
   */
  public double rate(int rank) {
    int found = 0;
    for (int each : ranks) {
      if (each <= rank) {
        found++;
      }
    }
    return (double) found / ranks.length;
  }
}

package dev.facet.model.evaluation;

/**
 * How alike a pair was found to be, and the truth about it.
 *
 * @param similarity higher for more alike, such as the cosine; not NaN. An infinite one is on the
 *     same side of every threshold
 * @param same whether both photos show the same person
 */
public record ScoredPair(double similarity, boolean same) {

  /** Refuses NaN, which has no place in an order. */
  public ScoredPair {
    if (Double.isNaN(similarity)) {
      throw new IllegalArgumentException("similarity: NaN (expected: a number)");
    }
  }

  /** A pair that is judged wrong at every threshold, such as one that could not be compared. */
  public static ScoredPair wrong(boolean same) {
    return new ScoredPair(same ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY, same);
  }
}

package dev.facet.model.evaluation;

/**
 * How alike a pair was found to be, and the truth about it.
 *
 * @param similarity higher for more alike, such as the cosine; not NaN
 * @param same whether both photos show the same person
 */
public record ScoredPair(double similarity, boolean same) {

  /** Refuses NaN, which has no place in an order. */
  public ScoredPair {
    if (Double.isNaN(similarity)) {
      throw new IllegalArgumentException("similarity: NaN (expected: a number)");
    }
  }
}

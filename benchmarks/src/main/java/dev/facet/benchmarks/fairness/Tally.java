package dev.facet.benchmarks.fairness;

/**
 * What came of the faces that were sent.
 *
 * @param sent faces
 * @param answered those that got an embedding
 * @param refused those that got an error
 */
record Tally(long sent, long answered, long refused) {

  static final Tally NONE = new Tally(0, 0, 0);

  Tally plus(Tally other) {
    return new Tally(sent + other.sent, answered + other.answered, refused + other.refused);
  }

  Tally minus(Tally other) {
    return new Tally(sent - other.sent, answered - other.answered, refused - other.refused);
  }
}

package dev.facet.trainer.loss;

/** The faces of a batch, and the triplets that were taken of them. */
final class Triplets {

  private final double[] squares;
  private final int[] labels;
  private final double margin;
  private final double[] signs;
  private long taken;
  private long active;

  /**
   * None taken as yet.
   *
   * @param squares squared distances of all pairs, N x N
   * @param labels N people
   * @param margin by how much a negative must be farther than a positive
   */
  Triplets(double[] squares, int[] labels, double margin) {
    this.squares = squares;
    this.labels = labels;
    this.margin = margin;
    signs = new double[squares.length];
  }

  /** N, the number of faces. */
  int items() {
    return labels.length;
  }

  double square(int anchor, int other) {
    return squares[anchor * labels.length + other];
  }

  boolean isPositive(int anchor, int other) {
    return anchor != other && labels[anchor] == labels[other];
  }

  boolean isNegative(int anchor, int other) {
    return labels[anchor] != labels[other];
  }

  /** Takes a triplet. */
  void take(int anchor, int positive, int negative) {
    taken++;
    if (square(anchor, positive) - square(anchor, negative) + margin > 0) {
      active++;
      signs[anchor * labels.length + positive]++;
      signs[anchor * labels.length + negative]--;
    }
  }

  /** Number of triplets taken. */
  long taken() {
    return taken;
  }

  /** Number of those that cost something. */
  long active() {
    return active;
  }

  /**
   * For each squared distance, N x N, how often it is that of a positive in an active triplet, less
   * how often that of a negative: its factor in the sum of what they cost.
   */
  double[] signs() {
    return signs;
  }
}

package dev.facet.model.clustering;

/**
 * Faces as a graph: two are neighbours if their cosine is at least a threshold. 8 bytes for each
 * pair of neighbours. Immutable.
 */
public final class NeighborGraph {

  private final SimilarityMatrix similarities;
  private final int[][] neighbors;

  private NeighborGraph(SimilarityMatrix similarities, int[][] neighbors) {
    this.similarities = similarities;
    this.neighbors = neighbors;
  }

  /**
   * Finds the neighbours.
   *
   * @param threshold above 0, at most 1
   */
  public static NeighborGraph of(SimilarityMatrix similarities, double threshold) {
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "threshold: " + threshold + " (expected: above 0, at most 1)");
    }
    int[] degrees = new int[similarities.size()];
    for (int i = 0; i < degrees.length; i++) {
      float[] row = similarities.row(i);
      for (int j = 0; j < i; j++) {
        if (row[j] >= threshold) {
          degrees[i]++;
          degrees[j]++;
        }
      }
    }
    int[][] neighbors = new int[degrees.length][];
    int[] filled = new int[degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      neighbors[i] = new int[degrees[i]];
    }
    for (int i = 0; i < degrees.length; i++) {
      float[] row = similarities.row(i);
      for (int j = 0; j < i; j++) {
        if (row[j] >= threshold) {
          neighbors[i][filled[i]++] = j;
          neighbors[j][filled[j]++] = i;
        }
      }
    }
    return new NeighborGraph(similarities, neighbors);
  }

  /** Number of faces. */
  public int size() {
    return neighbors.length;
  }

  /** The neighbours of a face, ascending, without itself. Not to be changed. */
  int[] neighbors(int face) {
    return neighbors[face];
  }

  /** The cosine of two neighbours. */
  float similarity(int a, int b) {
    return similarities.get(a, b);
  }
}

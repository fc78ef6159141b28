package dev.facet.model.clustering;

import java.util.Arrays;

/**
 * Hierarchical agglomerative clustering: at first each face is a cluster, and always the two
 * clusters that are most alike are joined. The joins of all n faces, to be cut at any threshold.
 * Immutable.
 */
public final class Dendrogram {

  private final int[] first;
  private final int[] second;
  private final float[] similarities;

  /** Join i is of the clusters of two faces, at a similarity. */
  Dendrogram(int[] first, int[] second, float[] similarities) {
    this.first = first;
    this.second = second;
    this.similarities = similarities;
  }

  /**
   * Joins all faces, in O(n²) steps and n² / 2 floats of memory beside the similarities.
   *
   * @param linkage how similar two clusters are
   */
  public static Dendrogram of(SimilarityMatrix similarities, Linkage linkage) {
    return new NearestNeighborChain(similarities, linkage).join();
  }

  /** The clusters that are left where only those are joined that are at least so similar. */
  public Clustering cut(double threshold) {
    int[] parents = new int[similarities.length + 1];
    Arrays.setAll(parents, i -> i);
    for (int i = 0; i < similarities.length; i++) {
      if (similarities[i] >= threshold) {
        parents[root(parents, second[i])] = root(parents, first[i]);
      }
    }
    int[] labels = new int[parents.length];
    Arrays.setAll(labels, i -> root(parents, i));
    return new Clustering(labels);
  }

  private static int root(int[] parents, int face) {
    int at = face;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}

package dev.facet.model.clustering;

import java.util.Arrays;

/**
 * The nearest-neighbour chain of Benzécri and Juan (1982), see Murtagh 1983, "A survey of recent
 * advances in hierarchical clustering algorithms": from any cluster to the one most like it, and so
 * on, until two are each other's nearest; these are joined, and the chain goes on from what is left
 * of it. For linkages under which a join brings no cluster nearer to a third, as those here, the
 * joins are those of the greedy order, though not in that order. A join costs O(n), and so does a
 * step of the chain, of which there are at most 3 n.
 *
 * <p>Invariant: the similarities along the chain increase strictly, and no cluster behind its tip
 * has changed since it was added; so the chain cannot run in a circle, also where similarities are
 * equal or rounded.
 */
final class NearestNeighborChain {

  private final Linkage linkage;

  /** Of clusters i and j below i, which are named by one of their faces. Changed by joins. */
  private final float[][] rows;

  /** Number of faces in a cluster; 0 for one that was joined to another. */
  private final int[] sizes;

  private final int[] chain;
  private int length;

  NearestNeighborChain(SimilarityMatrix similarities, Linkage linkage) {
    this.linkage = linkage;
    rows = similarities.toRows();
    sizes = new int[rows.length];
    Arrays.fill(sizes, 1);
    chain = new int[rows.length];
  }

  Dendrogram join() {
    int joins = rows.length - 1;
    int[] first = new int[joins];
    int[] second = new int[joins];
    float[] similarities = new float[joins];
    int start = 0;
    for (int i = 0; i < joins; i++) {
      if (length == 0) {
        while (sizes[start] == 0) {
          start++;
        }
        chain[length++] = start;
      }
      grow();
      second[i] = chain[--length];
      first[i] = chain[--length];
      similarities[i] = get(first[i], second[i]);
      join(first[i], second[i]);
    }
    return new Dendrogram(first, second, similarities);
  }

  /** Until the last two of the chain are each other's nearest. */
  private void grow() {
    while (true) {
      int tip = chain[length - 1];
      int before = length > 1 ? chain[length - 2] : -1;
      int nearest = nearest(tip, before);
      if (nearest == before) {
        return;
      }
      chain[length++] = nearest;
    }
  }

  /** The cluster most like this one; among equals the preferred one. */
  private int nearest(int cluster, int preferred) {
    int nearest = preferred;
    float highest = preferred < 0 ? Float.NEGATIVE_INFINITY : get(cluster, preferred);
    float[] row = rows[cluster];
    for (int other = 0; other < cluster; other++) {
      if (row[other] > highest && sizes[other] > 0) {
        highest = row[other];
        nearest = other;
      }
    }
    for (int other = cluster + 1; other < rows.length; other++) {
      float similarity = rows[other][cluster];
      if (similarity > highest && sizes[other] > 0) {
        highest = similarity;
        nearest = other;
      }
    }
    return nearest;
  }

  /** The first becomes both. */
  private void join(int first, int second) {
    int firstSize = sizes[first];
    int secondSize = sizes[second];
    sizes[first] += secondSize;
    sizes[second] = 0;
    for (int other = 0; other < rows.length; other++) {
      if (sizes[other] > 0 && other != first) {
        float joined = linkage.joined(get(first, other), firstSize, get(second, other), secondSize);
        if (first > other) {
          rows[first][other] = joined;
        } else {
          rows[other][first] = joined;
        }
      }
    }
  }

  private float get(int a, int b) {
    return a > b ? rows[a][b] : rows[b][a];
  }
}

package dev.facet.model.clustering;

import java.util.HashMap;
import java.util.Map;

/** Faces, each in one cluster. Clusters are numbered from 0 by their first face. Immutable. */
public final class Clustering {

  private final int[] clusters;
  private final int count;

  /**
   * A clustering.
   *
   * @param labels a number for each face; faces of one number are one cluster
   */
  public Clustering(int[] labels) {
    Map<Integer, Integer> numbers = new HashMap<>();
    clusters = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      Integer number = numbers.putIfAbsent(labels[i], numbers.size());
      clusters[i] = number == null ? numbers.size() - 1 : number;
    }
    count = numbers.size();
  }

  /** Number of faces. */
  public int size() {
    return clusters.length;
  }

  /** Number of clusters. */
  public int clusters() {
    return count;
  }

  /** The cluster of a face. */
  public int cluster(int face) {
    return clusters[face];
  }
}

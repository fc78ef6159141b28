package dev.facet.model.clustering;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * DBSCAN (Ester, Kriegel, Sander, Xu 1996): a face with enough neighbours is a core; cores that are
 * neighbours are in one cluster, and with them the neighbours of cores. A face that is neither is
 * noise, which is here a cluster of its own. A neighbour of cores of several clusters goes to the
 * one that has the first face.
 */
public final class Dbscan {

  private static final int NONE = -1;

  private Dbscan() {}

  /**
   * Clusters faces.
   *
   * @param minPoints how many faces, itself among them, must be near a core: at least 1. With 1 or
   *     2 the clusters are the connected parts of the graph
   */
  public static Clustering cluster(NeighborGraph graph, int minPoints) {
    if (minPoints < 1) {
      throw new IllegalArgumentException("minPoints: " + minPoints + " (expected: 1 or more)");
    }
    int[] labels = new int[graph.size()];
    Arrays.fill(labels, NONE);
    for (int face = 0; face < labels.length; face++) {
      if (labels[face] == NONE && isCore(graph, face, minPoints)) {
        spread(graph, minPoints, face, labels);
      }
    }
    for (int face = 0; face < labels.length; face++) {
      if (labels[face] == NONE) {
        labels[face] = face;
      }
    }
    return new Clustering(labels);
  }

  private static boolean isCore(NeighborGraph graph, int face, int minPoints) {
    return graph.neighbors(face).length + 1 >= minPoints;
  }

  /** Gives all that a core reaches its own number. */
  private static void spread(NeighborGraph graph, int minPoints, int core, int[] labels) {
    Deque<Integer> cores = new ArrayDeque<>();
    labels[core] = core;
    cores.add(core);
    while (!cores.isEmpty()) {
      for (int neighbor : graph.neighbors(cores.remove())) {
        if (labels[neighbor] == NONE) {
          labels[neighbor] = core;
          if (isCore(graph, neighbor, minPoints)) {
            cores.add(neighbor);
          }
        }
      }
    }
  }
}

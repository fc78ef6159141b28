package dev.facet.model.clustering;

import java.util.Arrays;
import java.util.Random;

/**
 * Chinese Whispers (Biemann 2006, "Chinese Whispers: an efficient graph clustering algorithm"): at
 * first each face is a cluster. Again and again, in random order, each joins the cluster that the
 * most of its neighbours' similarity is in, until none moves. It needs no number of clusters.
 */
public final class ChineseWhispers {

  /** It converges within a few rounds, but is not bound to. */
  private static final int MOST_ROUNDS = 100;

  private final NeighborGraph graph;
  private final int[] labels;
  private final double[] votes;

  private ChineseWhispers(NeighborGraph graph) {
    this.graph = graph;
    labels = new int[graph.size()];
    Arrays.setAll(labels, i -> i);
    votes = new double[graph.size()];
  }

  /**
   * Clusters faces.
   *
   * @param seed of the order in which faces choose; the same seed gives the same clusters
   */
  public static Clustering cluster(NeighborGraph graph, long seed) {
    ChineseWhispers whispers = new ChineseWhispers(graph);
    Random random = new Random(seed);
    int[] order = whispers.labels.clone();
    boolean moved = true;
    for (int round = 0; moved && round < MOST_ROUNDS; round++) {
      shuffle(order, random);
      moved = false;
      for (int face : order) {
        moved |= whispers.choose(face);
      }
    }
    return new Clustering(whispers.labels);
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
  }

  /** Whether the face moved. Among equals it stays where it is, or else takes the lowest label. */
  private boolean choose(int face) {
    int[] neighbors = graph.neighbors(face);
    for (int neighbor : neighbors) {
      votes[labels[neighbor]] += graph.similarity(face, neighbor);
    }
    int best = labels[face];
    for (int neighbor : neighbors) {
      int label = labels[neighbor];
      boolean lower = label < best && best != labels[face];
      if (votes[label] > votes[best] || (votes[label] == votes[best] && lower)) {
        best = label;
      }
    }
    for (int neighbor : neighbors) {
      votes[labels[neighbor]] = 0;
    }
    boolean moved = best != labels[face];
    labels[face] = best;
    return moved;
  }
}

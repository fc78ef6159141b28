package dev.facet.model.clustering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DbscanTest {

  @Test
  void clusters_areCoresThatReachEachOtherAndTheirNeighbors() {
    Random random = new Random(3);
    int borders = 0;
    for (int round = 0; round < 40; round++) {
      NeighborGraph graph =
          NeighborGraph.of(RandomFaces.matrix(RandomFaces.of(random, 60, 8, 0.7)), 0.7);
      Clustering clustering = Dbscan.cluster(graph, 4);
      int[] reached = components(graph, 4);
      for (int face = 0; face < graph.size(); face++) {
        if (isCore(graph, face, 4)) {
          for (int other = 0; other < face; other++) {
            assertEquals(
                isCore(graph, other, 4) && reached[other] == reached[face],
                isCore(graph, other, 4) && clustering.cluster(other) == clustering.cluster(face));
          }
        } else {
          int cluster = clustering.cluster(face);
          boolean border =
              Arrays.stream(graph.neighbors(face)).anyMatch(other -> isCore(graph, other, 4));
          borders += border ? 1 : 0;
          assertEquals(
              border,
              Arrays.stream(graph.neighbors(face))
                  .anyMatch(
                      other -> isCore(graph, other, 4) && clustering.cluster(other) == cluster));
          assertEquals(border, size(clustering, cluster) > 1);
        }
      }
    }
    assertTrue(borders > 100, borders + " faces at a border");
  }

  private static long size(Clustering clustering, int cluster) {
    int size = 0;
    for (int face = 0; face < clustering.size(); face++) {
      size += clustering.cluster(face) == cluster ? 1 : 0;
    }
    return size;
  }

  private static boolean isCore(NeighborGraph graph, int face, int minPoints) {
    return graph.neighbors(face).length >= minPoints - 1;
  }

  /** The lowest core that a core reaches over cores, by spreading until nothing changes. */
  private static int[] components(NeighborGraph graph, int minPoints) {
    int[] lowest = new int[graph.size()];
    Arrays.setAll(lowest, i -> i);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int face = 0; face < lowest.length; face++) {
        for (int other : graph.neighbors(face)) {
          if (isCore(graph, face, minPoints)
              && isCore(graph, other, minPoints)
              && lowest[other] < lowest[face]) {
            lowest[face] = lowest[other];
            changed = true;
          }
        }
      }
    }
    return lowest;
  }

  @Test
  void twoPoints_areSingleLinkage() {
    SimilarityMatrix matrix = RandomFaces.matrix(RandomFaces.of(new Random(4), 80, 15, 0.6));
    Dendrogram dendrogram = Dendrogram.of(matrix, Linkage.SINGLE);
    for (double threshold = 0.3; threshold < 1; threshold += 0.05) {
      assertEquals(
          RandomFaces.text(dendrogram.cut(threshold)),
          RandomFaces.text(Dbscan.cluster(NeighborGraph.of(matrix, threshold), 2)));
    }
  }

  @Test
  void minPointsBelowOne_areRefused() {
    NeighborGraph graph =
        NeighborGraph.of(RandomFaces.matrix(RandomFaces.of(new Random(1), 2, 1, 0)), 0.5);
    assertThrows(IllegalArgumentException.class, () -> Dbscan.cluster(graph, 0));
  }
}

package dev.facet.model.clustering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ClusteringTest {

  @Test
  void clusters_areNumberedByTheirFirstFace() {
    Clustering clustering = new Clustering(new int[] {7, -3, 7, 0, -3});
    assertEquals("0 1 0 2 1", RandomFaces.text(clustering));
    assertEquals(3, clustering.clusters());
    assertEquals(5, clustering.size());
  }

  @Test
  void labelsThatAreChanged_changeNoClustering() {
    int[] labels = {1, 1};
    Clustering clustering = new Clustering(labels);
    labels[1] = 2;
    assertEquals(1, clustering.clusters());
    assertEquals("0 0", RandomFaces.text(clustering));
  }
}

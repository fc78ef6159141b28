package dev.facet.model.clustering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.similarity.FaceTemplate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChineseWhispersTest {

  @Test
  void peopleApart_areFound() {
    SimilarityMatrix matrix = RandomFaces.matrix(RandomFaces.of(new Random(1), 100, 10, 0.05));
    Clustering clustering = ChineseWhispers.cluster(NeighborGraph.of(matrix, 0.9), 1);
    assertEquals(10, clustering.clusters());
    for (int face = 0; face < 100; face++) {
      assertEquals(face % 10, clustering.cluster(face));
    }
  }

  /** Two groups of ten and one face between them, which has a neighbour in each. */
  @Test
  void bridgeBetweenGroups_joinsThemNot() {
    List<FaceTemplate> faces = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      faces.add(at(i));
    }
    for (int i = 0; i < 10; i++) {
      faces.add(at(30 + i));
    }
    faces.add(at(19.5));
    NeighborGraph graph = NeighborGraph.of(RandomFaces.matrix(faces), Math.cos(Math.toRadians(11)));
    assertEquals(1, Dbscan.cluster(graph, 2).clusters());
    for (long seed = 0; seed < 20; seed++) {
      Clustering clustering = ChineseWhispers.cluster(graph, seed);
      assertEquals(2, clustering.clusters());
      assertEquals(0, clustering.cluster(9));
      assertEquals(1, clustering.cluster(10));
    }
  }

  private static FaceTemplate at(double degrees) {
    double angle = Math.toRadians(degrees);
    return FaceTemplate.of(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
  }

  /** Where it ended nobody wants to move: each face is where most of its neighbours' votes are. */
  @Test
  void everyFace_isInTheClusterOfMostVotes() {
    Random random = new Random(2);
    for (int round = 0; round < 20; round++) {
      SimilarityMatrix matrix = RandomFaces.matrix(RandomFaces.of(random, 80, 10, 0.7));
      NeighborGraph graph = NeighborGraph.of(matrix, 0.6);
      Clustering clustering = ChineseWhispers.cluster(graph, round);
      for (int face = 0; face < graph.size(); face++) {
        double[] votes = new double[clustering.clusters()];
        for (int other : graph.neighbors(face)) {
          votes[clustering.cluster(other)] += matrix.get(face, other);
        }
        for (double other : votes) {
          assertTrue(votes[clustering.cluster(face)] >= other);
        }
      }
    }
  }

  @Test
  void seed_decidesAndRepeats() {
    SimilarityMatrix matrix = RandomFaces.matrix(RandomFaces.of(new Random(3), 200, 30, 0.9));
    NeighborGraph graph = NeighborGraph.of(matrix, 0.4);
    Set<String> results = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      String once = RandomFaces.text(ChineseWhispers.cluster(graph, seed));
      assertEquals(once, RandomFaces.text(ChineseWhispers.cluster(graph, seed)));
      results.add(once);
    }
    assertTrue(results.size() > 1, "the seed makes a difference");
  }
}

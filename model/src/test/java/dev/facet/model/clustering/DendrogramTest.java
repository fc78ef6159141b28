package dev.facet.model.clustering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.similarity.FaceTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DendrogramTest {

  private static double[] thresholds() {
    return DoubleStream.iterate(-0.95, t -> t < 1, t -> t + 0.1).toArray();
  }

  @ParameterizedTest
  @EnumSource(Linkage.class)
  void cuts_areThoseOfJoiningTheMostAlikeAgainAndAgain(Linkage linkage) {
    Random random = new Random(11);
    for (int round = 0; round < 10; round++) {
      int count = 1 + random.nextInt(40);
      SimilarityMatrix matrix = RandomFaces.matrix(RandomFaces.of(random, count, 5, 0.8));
      Dendrogram dendrogram = Dendrogram.of(matrix, linkage);
      for (double threshold : thresholds()) {
        assertEquals(
            RandomFaces.text(greedy(matrix, linkage, threshold)),
            RandomFaces.text(dendrogram.cut(threshold)),
            linkage + " at " + threshold);
      }
    }
  }

  /** By the definition, from the faces of the clusters. */
  private static Clustering greedy(SimilarityMatrix matrix, Linkage linkage, double threshold) {
    List<List<Integer>> clusters = new ArrayList<>();
    for (int i = 0; i < matrix.size(); i++) {
      clusters.add(new ArrayList<>(List.of(i)));
    }
    while (true) {
      double highest = Double.NEGATIVE_INFINITY;
      int first = 0;
      int second = 0;
      for (int i = 0; i < clusters.size(); i++) {
        for (int j = 0; j < i; j++) {
          double similarity = similarity(matrix, linkage, clusters.get(i), clusters.get(j));
          if (similarity > highest) {
            highest = similarity;
            first = j;
            second = i;
          }
        }
      }
      if (highest < threshold) {
        break;
      }
      clusters.get(first).addAll(clusters.remove(second));
    }
    int[] labels = new int[matrix.size()];
    for (List<Integer> cluster : clusters) {
      cluster.forEach(face -> labels[face] = cluster.get(0));
    }
    return new Clustering(labels);
  }

  private static double similarity(
      SimilarityMatrix matrix, Linkage linkage, List<Integer> first, List<Integer> second) {
    List<Float> all = new ArrayList<>();
    for (int a : first) {
      for (int b : second) {
        all.add(matrix.get(a, b));
      }
    }
    return switch (linkage) {
      case AVERAGE -> all.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
      case COMPLETE -> Collections.min(all);
      case SINGLE -> Collections.max(all);
    };
  }

  /** Where everything is equal a chain that does not insist on its last link runs in circles. */
  @ParameterizedTest
  @EnumSource(Linkage.class)
  void equalFaces_becomeOneCluster(Linkage linkage) {
    List<FaceTemplate> faces = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      faces.add(FaceTemplate.of(new float[] {1, 0}));
    }
    assertEquals(1, Dendrogram.of(RandomFaces.matrix(faces), linkage).cut(1).clusters());
  }

  @Test
  void singleFace_isItsOwnCluster() {
    SimilarityMatrix one = RandomFaces.matrix(RandomFaces.of(new Random(1), 1, 1, 0));
    assertEquals("0", RandomFaces.text(Dendrogram.of(one, Linkage.AVERAGE).cut(-1)));
  }
}

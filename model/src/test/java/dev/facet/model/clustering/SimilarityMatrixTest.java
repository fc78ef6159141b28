package dev.facet.model.clustering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.similarity.FaceTemplate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimilarityMatrixTest {

  @Test
  void entries_areTheCosines() {
    List<FaceTemplate> faces = RandomFaces.of(new Random(1), 60, 20, 0.5);
    AtomicInteger steps = new AtomicInteger();
    SimilarityMatrix matrix = SimilarityMatrix.of(faces, steps::incrementAndGet);
    assertEquals(60, matrix.size());
    assertEquals(60, steps.get());
    for (int i = 0; i < faces.size(); i++) {
      for (int j = 0; j < faces.size(); j++) {
        if (i != j) {
          assertEquals(faces.get(i).cosine(faces.get(j)), matrix.get(i, j), 1e-6);
        }
      }
    }
  }

  @Test
  void neighbors_areThoseAtTheThresholdOrAbove() {
    SimilarityMatrix matrix =
        RandomFaces.matrix(
            List.of(
                FaceTemplate.of(new float[] {1, 0}),
                FaceTemplate.of(new float[] {1, 0}),
                FaceTemplate.of(new float[] {0, 1}),
                FaceTemplate.of(new float[] {1, 1})));
    NeighborGraph near = NeighborGraph.of(matrix, 0.7);
    assertArrayEquals(new int[] {1, 3}, near.neighbors(0));
    assertArrayEquals(new int[] {3}, near.neighbors(2));
    assertArrayEquals(new int[] {0, 1, 2}, near.neighbors(3));
    NeighborGraph equal = NeighborGraph.of(matrix, 1);
    assertArrayEquals(new int[] {0}, equal.neighbors(1));
    assertArrayEquals(new int[0], equal.neighbors(3));
    for (double threshold : new double[] {0, 1.01, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> NeighborGraph.of(matrix, threshold));
    }
  }

  @Test
  void mostFaces_fitIntoTheMemory() {
    long gigabyte = 1L << 30;
    int most = SimilarityMatrix.mostFaces(gigabyte);
    assertTrue(most > 11_074, most + " faces");
    assertTrue(most * (most - 1L) / 2 * 12 <= gigabyte, most + " faces");
  }

  @Test
  void facesOfDifferentLengths_areRefused() {
    List<FaceTemplate> faces =
        List.of(FaceTemplate.of(new float[] {1}), FaceTemplate.of(new float[] {1, 2}));
    assertThrows(IllegalArgumentException.class, () -> RandomFaces.matrix(faces));
    assertThrows(IllegalArgumentException.class, () -> RandomFaces.matrix(List.of()));
  }
}

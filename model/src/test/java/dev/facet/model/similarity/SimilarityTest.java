package dev.facet.model.similarity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimilarityTest {

  @Test
  void cosine_isThatOfTheAngle() {
    assertEquals(1, Similarity.cosine(new float[] {1, 2}, new float[] {2, 4}), 1e-15);
    assertEquals(0, Similarity.cosine(new float[] {1, 2}, new float[] {-2, 1}));
    assertEquals(-1, Similarity.cosine(new float[] {3, 0}, new float[] {-5, 0}));
    assertEquals(0.6, Similarity.cosine(new float[] {1, 0}, new float[] {3, 4}), 1e-15);
  }

  @Test
  void cosineOfAVectorWithItself_neverExceedsOne() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      float[] vector = new float[64];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      double cosine = Similarity.cosine(vector, vector);
      assertTrue(cosine <= 1 && cosine > 1 - 1e-12, () -> "cosine " + cosine);
    }
  }

  @Test
  void cosineWithAZeroVector_isNaN() {
    assertTrue(Double.isNaN(Similarity.cosine(new float[2], new float[] {1, 0})));
  }

  @Test
  void euclidean_isTheLengthOfTheDifference() {
    assertEquals(5, Similarity.euclidean(new float[] {1, 1}, new float[] {4, 5}));
    assertEquals(0, Similarity.euclidean(new float[] {7}, new float[] {7}));
  }

  @Test
  void sums_areKeptInDoublePrecision() {
    float[] oneLargeManySmall = new float[1001];
    Arrays.fill(oneLargeManySmall, 1);
    oneLargeManySmall[0] = 1 << 14;
    assertEquals(Math.sqrt((1 << 28) + 1000), Similarity.norm(oneLargeManySmall));
  }

  @Test
  void normalize_keepsTheDirectionAndTheArgument() {
    float[] vector = {3, 0, -4};
    assertArrayEquals(new float[] {0.6f, 0, -0.8f}, Similarity.normalize(vector), 1e-7f);
    assertArrayEquals(new float[] {3, 0, -4}, vector);
  }

  @Test
  void vectorWithoutDirection_isNotNormalized() {
    for (float[] vector : new float[][] {{0, 0}, {Float.NaN, 1}, {Float.POSITIVE_INFINITY, 1}}) {
      assertThrows(IllegalArgumentException.class, () -> Similarity.normalize(vector));
    }
  }

  @Test
  void vectorsOfDifferentLengths_areRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Similarity.cosine(new float[2], new float[3]));
    assertEquals("embeddings: of 2 and 3 values (expected: as many)", e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> Similarity.euclidean(new float[2], new float[3]));
  }
}

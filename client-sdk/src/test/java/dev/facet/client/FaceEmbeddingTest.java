package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FaceEmbeddingTest {
  private static final ModelRef MODEL = new ModelRef("face", 1, "aa");

  @Test
  void knownAngles_haveTheirCosineAndDistance() {
    FaceEmbedding east = FaceEmbedding.of(new float[] {1, 0}, MODEL);
    FaceEmbedding northEast = FaceEmbedding.of(new float[] {3, 3}, MODEL);
    FaceEmbedding west = FaceEmbedding.of(new float[] {-2, 0}, MODEL);

    assertEquals(Math.sqrt(0.5), east.cosineSimilarity(northEast), 1e-12);
    assertEquals(2 * Math.sin(Math.PI / 8), east.euclideanDistance(northEast), 1e-12);
    assertEquals(-1, east.cosineSimilarity(west));
    assertEquals(2, east.euclideanDistance(west));
    assertEquals(0, northEast.euclideanDistance(northEast), 1e-7);
  }

  @Test
  void zeroVector_isLikeNothing() {
    FaceEmbedding zero = FaceEmbedding.of(new float[] {0, 0}, MODEL);
    assertEquals(0, zero.cosineSimilarity(FaceEmbedding.of(new float[] {1, 0}, MODEL)));
  }

  @Test
  void otherEmbeddingSpace_isRefused() {
    FaceEmbedding one = FaceEmbedding.of(new float[] {1, 0}, MODEL);
    FaceEmbedding other = FaceEmbedding.of(new float[] {1, 0}, new ModelRef("face", 1, "bb"));
    FaceEmbedding longer = FaceEmbedding.of(new float[] {1, 0, 0}, MODEL);

    assertThrows(IllegalArgumentException.class, () -> one.cosineSimilarity(other));
    assertThrows(IllegalArgumentException.class, () -> one.euclideanDistance(longer));
  }

  @Test
  void values_areCopiedAndNotShown() {
    float[] values = {0.625f, 0};
    FaceEmbedding embedding = FaceEmbedding.of(values, MODEL);
    values[0] = 2;
    embedding.values()[0] = 3;

    assertArrayEquals(new float[] {0.625f, 0}, embedding.values());
    assertFalse(embedding.toString().contains("625"));
  }

  @Test
  void valueThatIsNoNumber_isRefusedWithoutBeingShown() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> FaceEmbedding.of(new float[] {1, Float.NaN}, MODEL));
    assertEquals("values[1]: not finite", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> FaceEmbedding.of(new float[0], MODEL));
  }
}

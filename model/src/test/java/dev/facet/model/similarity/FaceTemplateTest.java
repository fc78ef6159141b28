package dev.facet.model.similarity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaceTemplateTest {

  @Test
  void oneEmbedding_isItsDirection() {
    FaceTemplate template = FaceTemplate.of(new float[] {3, 4});
    assertArrayEquals(new float[] {0.6f, 0.8f}, template.values(), 1e-7f);
    assertEquals(2, template.dimension());
    assertArrayEquals(
        template.values(), FaceTemplate.mean(List.of(new float[] {3, 4})).values(), 1e-7f);
  }

  @Test
  void mean_isThatOfDirections_whateverTheirNorms() {
    FaceTemplate mean = FaceTemplate.mean(List.of(new float[] {100, 0}, new float[] {0, 0.5f}));
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(new float[] {half, half}, mean.values(), 1e-7f);
  }

  @Test
  void meanOfNoisyFrames_isNearerToTheFaceThanTheyAre() {
    Random random = new Random(1);
    float[] face = gaussian(random);
    List<float[]> frames = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      float[] frame = gaussian(random);
      for (int j = 0; j < frame.length; j++) {
        frame[j] += face[j];
      }
      frames.add(frame);
    }
    FaceTemplate truth = FaceTemplate.of(face);
    double mean = truth.cosine(FaceTemplate.mean(frames));
    for (float[] frame : frames) {
      assertTrue(mean > truth.cosine(FaceTemplate.of(frame)));
    }
    // The noise of 16 frames is a quarter of that of one: 1 / sqrt(1 + 1 / 16).
    assertEquals(1 / Math.sqrt(1 + 1 / 16.0), mean, 0.02);
  }

  private static float[] gaussian(Random random) {
    float[] values = new float[128];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void cosine_isThatOfTheEmbeddings() {
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      float[] a = gaussian(random);
      float[] b = gaussian(random);
      assertEquals(Similarity.cosine(a, b), FaceTemplate.of(a).cosine(FaceTemplate.of(b)), 1e-7);
      assertTrue(FaceTemplate.of(a).cosine(FaceTemplate.of(a)) <= 1);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> FaceTemplate.of(new float[] {1}).cosine(FaceTemplate.of(gaussian(random))));
  }

  @Test
  void valuesThatAreChanged_changeNoTemplate() {
    float[] embedding = {1, 0};
    FaceTemplate template = FaceTemplate.of(embedding);
    embedding[1] = 5;
    template.values()[1] = 7;
    assertArrayEquals(new float[] {1, 0}, template.values());
  }

  @Test
  void whatHasNoDirection_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> FaceTemplate.of(new float[2]));
    assertThrows(IllegalArgumentException.class, () -> FaceTemplate.mean(List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> FaceTemplate.mean(List.of(new float[] {1, 0}, new float[] {-1, 0})));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> FaceTemplate.mean(List.of(new float[] {1, 0}, new float[] {1})));
    assertEquals("embeddings: of 2 and 1 values (expected: as many)", e.getMessage());
  }
}

package dev.facet.trainer.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.trainer.data.SeededRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MixingTest {

  private static final int FACES = 4;
  private static final int WIDTH = 8;
  private static final int HEIGHT = 12;
  private static final int SIZE = 3 * WIDTH * HEIGHT;

  /** Face i is i everywhere, so that a mixed value tells of whom it is. */
  private static float[] batch() {
    float[] data = new float[FACES * SIZE];
    for (int i = 0; i < data.length; i++) {
      data[i] = Math.floorDiv(i, SIZE);
    }
    return data;
  }

  private static float[] mix(Mixing mixing, long place) {
    return mixing.apply(batch(), FACES, WIDTH, HEIGHT, SeededRandom.at(1, place));
  }

  @Test
  void nothingToDo_isTheVeryArray() {
    float[] data = batch();
    assertSame(data, Mixing.NONE.apply(data, FACES, WIDTH, HEIGHT, SeededRandom.at(1)));
    assertSame(data, new Mixing(1, 0).apply(data, 1, WIDTH, HEIGHT, SeededRandom.at(1)));
  }

  @Test
  void mixing_leavesItsInputAndDependsOnTheNumbersAlone() {
    float[] data = batch();
    float[] mixed = new Mixing(0.5, 0.5).apply(data, FACES, WIDTH, HEIGHT, SeededRandom.at(1, 5));
    assertArrayEquals(batch(), data);
    assertArrayEquals(mixed, mix(new Mixing(0.5, 0.5), 5));
  }

  @Test
  void blend_isOneShareOfTheFaceAndTheRestOfOneOther() {
    Set<Float> others = new TreeSet<>();
    for (int place = 0; place < 200; place++) {
      float[] mixed = mix(new Mixing(1, 0), place);
      float first = mixed[0];
      for (int i = 0; i < SIZE; i++) {
        assertEquals(first, mixed[i]);
      }
      // Face 0 is 0, so that what is there is the other's part of it.
      assertTrue(first >= 0 && first <= 3);
      others.add((float) Math.ceil(first));
    }
    assertEquals(Set.of(1f, 2f, 3f), others);
  }

  @Test
  void splice_isTheFaceUpToALineInTheMiddleHalfAndOneOtherBeyondIt() {
    boolean[] seen = new boolean[2];
    Set<Integer> lines = new TreeSet<>();
    for (int place = 0; place < 400; place++) {
      float[] mixed = mix(new Mixing(0, 1), place);
      float[] face = Arrays.copyOf(mixed, SIZE);
      float other = face[SIZE - 1];
      assertNotEquals(0, other);
      boolean across = face[WIDTH - 1] == 0;
      int kept = 0;
      while (face[across ? kept * WIDTH : kept] == 0) {
        kept++;
      }
      int length = across ? HEIGHT : WIDTH;
      assertTrue(kept >= length / 4 && kept <= length / 4 + length / 2, "kept " + kept);
      for (int i = 0; i < SIZE; i++) {
        int at = across ? i / WIDTH % HEIGHT : i % WIDTH;
        assertEquals(at < kept ? 0 : other, face[i]);
      }
      seen[across ? 0 : 1] = true;
      if (across) {
        lines.add(kept);
      }
    }
    assertTrue(seen[0] && seen[1]);
    assertEquals(Set.of(3, 4, 5, 6, 7, 8, 9), lines);
  }

  @Test
  void probabilities_areKept() {
    int blended = 0;
    int spliced = 0;
    int whole = 0;
    for (int place = 0; place < 1000; place++) {
      float[] mixed = mix(new Mixing(0.5, 0.3), place);
      for (int face = 0; face < FACES; face++) {
        float first = mixed[face * SIZE];
        float last = mixed[(face + 1) * SIZE - 1];
        if (first != last) {
          spliced++;
        } else if (first == face) {
          whole++;
        } else {
          blended++;
        }
      }
    }
    assertEquals(2000, blended, 150);
    assertEquals(1200, spliced, 150);
    assertEquals(800, whole, 150);
  }
}
